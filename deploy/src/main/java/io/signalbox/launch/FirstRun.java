package io.signalbox.launch;

import io.signalbox.key.KeySecret;
import io.signalbox.tenant.SignInToken;

/** What an installation's first start makes and shows once; afterwards only digests of it exist. */
record FirstRun(KeySecret apiKey, KeySecret testKey, KeySecret adminToken, SignInToken signIn) {}
