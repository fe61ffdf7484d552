/* Byte order, for the numbers that programs convert most. */
#ifdef PYSOCK_CDEF
int pysock_add_addresses(void);
#endif

#include "lending.h"

/* C keeps the low bits of the number. */
#define RETURN_CONVERTED(convert, type)                                                            \
    do {                                                                                           \
        long long number;                                                                          \
        int usual = PYSOCK_HAS(1) && pysock_plain(args[0], LLONG_MIN, LLONG_MAX, &number);         \
        RETURN_FRONT(usual ? (long long)convert((type)number) : PYSOCK_OUTSIDE);                   \
    } while (0)

static PyObject *
pysock_front_htonl(PYSOCK_FRONT)
{
    RETURN_CONVERTED(htonl, uint32_t);
}

static PyObject *
pysock_front_htons(PYSOCK_FRONT)
{
    RETURN_CONVERTED(htons, uint16_t);
}

static PyObject *
pysock_front_ntohl(PYSOCK_FRONT)
{
    RETURN_CONVERTED(ntohl, uint32_t);
}

static PyObject *
pysock_front_ntohs(PYSOCK_FRONT)
{
    RETURN_CONVERTED(ntohs, uint16_t);
}

static int
pysock_add_addresses(void)
{
    static PyMethodDef functions[] = {
        PYSOCK_BUILTIN("htonl", pysock_front_htonl),
        PYSOCK_BUILTIN("htons", pysock_front_htons),
        PYSOCK_BUILTIN("ntohl", pysock_front_ntohl),
        PYSOCK_BUILTIN("ntohs", pysock_front_ntohs),
        {NULL, NULL, 0, NULL},
    };
    return pysock_add_functions(functions);
}
