/* Random bytes from the kernel: getentropy(3). */
#ifdef PYSOCK_CDEF
int getentropy(void *buffer, size_t length);
#endif
