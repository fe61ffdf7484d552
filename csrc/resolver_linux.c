/* The resolver: resolver(3), and lookups into the caller's memory, gethostbyname_r(3). */
#ifdef PYSOCK_CDEF
#define RES_INIT ...

int pysock_res_init(void);
#endif

/* In glibc res_init is a macro for another name. */
static int
pysock_res_init(void)
{
    return res_init();
}
