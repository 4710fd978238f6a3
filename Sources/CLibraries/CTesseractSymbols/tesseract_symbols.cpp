#include "tesseract_symbols.h"

#include <memory>

#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

using tesseract::LTRResultIterator;
using tesseract::ResultIterator;

static bool box_of(const tesseract::PageIterator &place, tesseract::PageIteratorLevel level, tesseract_box &box) {
    return place.BoundingBox(level, &box.left, &box.top, &box.right, &box.bottom);
}

static void visit_symbols(LTRResultIterator &place, const tesseract_visitor &visitor) {
    do {
        tesseract_box box;
        std::unique_ptr<const char[]> text(place.GetUTF8Text(tesseract::RIL_SYMBOL));
        if (text && box_of(place, tesseract::RIL_SYMBOL, box))
            visitor.symbol(visitor.context, text.get(), place.Confidence(tesseract::RIL_SYMBOL), box);
    } while (place.Next(tesseract::RIL_SYMBOL) && !place.IsAtBeginningOf(tesseract::RIL_TEXTLINE));
}

/* Only the slow iterator knows the spaces of a line; it goes from line to line, the fast one through each. */
void tesseract_visit(void *engine, const tesseract_visitor *visitor) {
    auto *api = static_cast<tesseract::TessBaseAPI *>(engine);
    std::unique_ptr<ResultIterator> lines(api->GetIterator());
    if (!lines) return;
    do {
        tesseract_box box;
        std::unique_ptr<const char[]> text(lines->GetUTF8Text(tesseract::RIL_TEXTLINE));
        if (!text || !box_of(*lines, tesseract::RIL_TEXTLINE, box)) continue;
        visitor->line(visitor->context, text.get(), box);
        LTRResultIterator symbols(*lines);
        symbols.RestartRow();
        visit_symbols(symbols, *visitor);
    } while (lines->Next(tesseract::RIL_TEXTLINE));
}
