// GMime's checked casts are macros, which Swift cannot reach (https://developer.gnome.org/gmime/).
#ifndef CGMIME_H
#define CGMIME_H

#include <gmime/gmime.h>

static inline GMimeMultipart *cgmime_multipart(GMimeObject *object) {
    return GMIME_IS_MULTIPART(object) ? (GMimeMultipart *)object : NULL;
}
static inline GMimeMessagePart *cgmime_message_part(GMimeObject *object) {
    return GMIME_IS_MESSAGE_PART(object) ? (GMimeMessagePart *)object : NULL;
}
static inline GMimePart *cgmime_part(GMimeObject *object) {
    return GMIME_IS_PART(object) ? (GMimePart *)object : NULL;
}
static inline GMimeObject *cgmime_message_object(GMimeMessage *message) { return (GMimeObject *)message; }
static inline const char *cgmime_mailbox_address(InternetAddress *address) {
    return INTERNET_ADDRESS_IS_MAILBOX(address) ? internet_address_mailbox_get_addr((InternetAddressMailbox *)address)
                                                : NULL;
}
/// The bytes of a memory stream; they live as long as the stream.
static inline GByteArray *cgmime_memory_bytes(GMimeStream *stream) {
    return g_mime_stream_mem_get_byte_array((GMimeStreamMem *)stream);
}

#endif
