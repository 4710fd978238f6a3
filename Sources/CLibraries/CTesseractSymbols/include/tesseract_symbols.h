/* What Tesseract read, symbol by symbol, in time that grows with their number.
   The iterator of the C API works out the order of a whole line anew at every word, and in Thai a word is one cluster. */
#ifndef TESSERACT_SYMBOLS_H
#define TESSERACT_SYMBOLS_H

#ifdef __cplusplus
extern "C" {
#endif

struct tesseract_box {
    int left, top, right, bottom;
};

/* Told of every line and then of each of its symbols; the texts live as long as the call. */
struct tesseract_visitor {
    void *_Nonnull context;
    void (*_Nonnull line)(void *_Nonnull context, const char *_Nonnull text, struct tesseract_box box);
    void (*_Nonnull symbol)(void *_Nonnull context, const char *_Nonnull text, float confidence, struct tesseract_box box);
};

/* Walks through the last recognition of `engine`, a TessBaseAPI. */
void tesseract_visit(void *_Nonnull engine, const struct tesseract_visitor *_Nonnull visitor);

#ifdef __cplusplus
}
#endif

#endif
