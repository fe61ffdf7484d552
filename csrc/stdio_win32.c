/* Streams of the C runtime for Windows. */
#ifdef PYSOCK_CDEF
typedef int... fpos_t;

int fgetpos(FILE *stream, fpos_t *pos);
int fseeko(FILE *stream, off_t offset, int whence);
int fsetpos(FILE *stream, const fpos_t *pos);
off_t ftello(FILE *stream);
#endif

#include "stdio_plain.h"

#define fseeko _fseeki64
#define ftello _ftelli64
