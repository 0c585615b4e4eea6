package io.signalbox.web.page;

import io.signalbox.tenant.Grants;
import io.signalbox.tenant.MemberId;
import io.signalbox.tenant.TenantId;
import java.time.ZoneId;

/**
 * Who looks at a page, as the session's row said at most seconds ago. A page's tenant is always this one's, never one from the request.
 * {@code form} proves that a form is this session's.
 */
public record Viewer(
        String sessionId,
        TenantId tenant,
        String tenantName,
        ZoneId zone,
        MemberId member,
        String memberName,
        Grants grants,
        String form) {}
