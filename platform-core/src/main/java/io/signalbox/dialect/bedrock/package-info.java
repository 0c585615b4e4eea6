/** Amazon Bedrock's Converse protocol: requests signed for AWS, answers in its own words and event framing. */
@NullMarked
package io.signalbox.dialect.bedrock;

import org.jspecify.annotations.NullMarked;
