/** What tests share: servers that judge the client, time that passes without waiting, certificates. */
package io.github.cdpcli.testing;
