/** The protocol as JSON: what clients send is read as it comes, and payloads pass through without becoming trees. */
@NullMarked
package dev.fanfare.protocol.centrifuge.json;

import org.jspecify.annotations.NullMarked;
