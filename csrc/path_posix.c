/* The parts of a path: basename(3). */
#ifdef PYSOCK_CDEF
char *basename(char *path);
char *dirname(char *path);
#endif
