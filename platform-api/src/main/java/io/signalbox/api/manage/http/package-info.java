/** The admin API's ways: who may call what, how requests are read, how answers and problems are told. */
@NullMarked
package io.signalbox.api.manage.http;

import org.jspecify.annotations.NullMarked;
