package io.signalbox.web;

import io.signalbox.audit.Deeds;
import io.signalbox.billing.alert.AlertDesk;
import io.signalbox.catalog.ModelBook;
import io.signalbox.credential.MasterKey;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.id.IdSource;
import io.signalbox.key.KeyDesk;
import io.signalbox.web.page.WebSettings;
import io.signalbox.webhook.ChannelDesk;
import io.vertx.core.Vertx;
import java.time.InstantSource;

/** What the dashboard is put together from. */
public record WebParts(
        Vertx vertx,
        WebSettings settings,
        MasterKey masterKey,
        Database database,
        ChangeFeed feed,
        Deeds deeds,
        KeyDesk keys,
        AlertDesk alerts,
        ChannelDesk channels,
        ModelBook book,
        IdSource ids,
        InstantSource clock) {}
