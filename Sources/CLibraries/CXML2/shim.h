#ifndef CXML2_H
#define CXML2_H

// Debian's libxml2 would bring its ICU headers along, which are at odds with those in Swift's Foundation. Only the fields
// of a handler that nobody here touches depend on them.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>

/// `xmlFree` is a variable.
static inline void cxml2_free(void *memory) { xmlFree(memory); }

#endif
