/* Read-write locks as macOS has them: without a time limit. */
#ifdef PYSOCK_CDEF
#endif

#include "slice.h"

static int
pysock_pthread_rwlock_rdlock(pthread_rwlock_t *rwlock, const struct timespec *limit, int sliced)
{
    (void)limit;
    RETURN_TRIED(pthread_rwlock_rdlock, pthread_rwlock_tryrdlock, rwlock, sliced);
}

static int
pysock_pthread_rwlock_wrlock(pthread_rwlock_t *rwlock, const struct timespec *limit, int sliced)
{
    (void)limit;
    RETURN_TRIED(pthread_rwlock_wrlock, pthread_rwlock_trywrlock, rwlock, sliced);
}
