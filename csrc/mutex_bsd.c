/* Mutexes as macOS has them: without a time limit. */
#ifdef PYSOCK_CDEF
#endif

#include "slice.h"

static int
pysock_pthread_mutex_lock(pthread_mutex_t *mutex, const struct timespec *limit, int sliced)
{
    (void)limit;
    RETURN_TRIED(pthread_mutex_lock, pthread_mutex_trylock, mutex, sliced);
}
