package io.signalbox.launch;

import io.signalbox.credential.MasterKey;
import io.signalbox.credential.SecretBox;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.vertx.core.Vertx;

/** What everything else of a node stands on. */
record Ground(
        Vertx vertx, DataFolder folder, Database database, ChangeFeed changes, MasterKey masterKey, SecretBox box) {}
