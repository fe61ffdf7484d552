/* The heap: malloc(3). */
#ifdef PYSOCK_CDEF
void *calloc(size_t nmemb, size_t size);

void free(void *ptr);
#endif
