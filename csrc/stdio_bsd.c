/* Streams where fpos_t is a number: the BSDs and macOS. */
#ifdef PYSOCK_CDEF
typedef int... fpos_t;

int fgetpos(FILE *stream, fpos_t *pos);
int fsetpos(FILE *stream, const fpos_t *pos);
#endif

#include "stdio_plain.h"
