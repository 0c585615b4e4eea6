package io.signalbox.api.manage.http;

import io.signalbox.tenant.Permission;
import io.vertx.core.http.HttpMethod;

/** One line of the admin API's table: {@code path} is below {@code /api/v1}, with parameters as {@code {id}}. */
public record ManageRoute(HttpMethod method, String path, Access access, Endpoint endpoint) {

    public static ManageRoute get(String path, Permission needed, Endpoint endpoint) {
        return new ManageRoute(HttpMethod.GET, path, Access.to(needed), endpoint);
    }

    public static ManageRoute post(String path, Permission needed, Endpoint endpoint) {
        return new ManageRoute(HttpMethod.POST, path, Access.to(needed), endpoint);
    }

    public static ManageRoute put(String path, Permission needed, Endpoint endpoint) {
        return new ManageRoute(HttpMethod.PUT, path, Access.to(needed), endpoint);
    }

    public static ManageRoute patch(String path, Permission needed, Endpoint endpoint) {
        return new ManageRoute(HttpMethod.PATCH, path, Access.to(needed), endpoint);
    }

    public static ManageRoute delete(String path, Permission needed, Endpoint endpoint) {
        return new ManageRoute(HttpMethod.DELETE, path, Access.to(needed), endpoint);
    }

    /** As vertx-web spells it: {@code /api/v1/apps/:id}. */
    String template() {
        return ManageTable.BASE + path.replace("{", ":").replace("}", "");
    }

    boolean mayHaveBody() {
        return !method.equals(HttpMethod.GET) && !method.equals(HttpMethod.DELETE);
    }
}
