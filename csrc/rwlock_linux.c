/* Read-write locks as Linux has them: with a time limit. */
#ifdef PYSOCK_CDEF
int pysock_pthread_rwlock_timedrdlock(pthread_rwlock_t *rwlock, const struct timespec *limit,
                                      int sliced);
int pysock_pthread_rwlock_timedwrlock(pthread_rwlock_t *rwlock, const struct timespec *limit,
                                      int sliced);
#endif

#include "slice.h"

static int
pysock_pthread_rwlock_timedrdlock(pthread_rwlock_t *rwlock, const struct timespec *limit,
                                  int sliced)
{
    RETURN_SLICED(pthread_rwlock_rdlock, pthread_rwlock_timedrdlock, rwlock, limit, sliced);
}

static int
pysock_pthread_rwlock_timedwrlock(pthread_rwlock_t *rwlock, const struct timespec *limit,
                                  int sliced)
{
    RETURN_SLICED(pthread_rwlock_wrlock, pthread_rwlock_timedwrlock, rwlock, limit, sliced);
}

static int
pysock_pthread_rwlock_rdlock(pthread_rwlock_t *rwlock, const struct timespec *limit, int sliced)
{
    return pysock_pthread_rwlock_timedrdlock(rwlock, limit, sliced);
}

static int
pysock_pthread_rwlock_wrlock(pthread_rwlock_t *rwlock, const struct timespec *limit, int sliced)
{
    return pysock_pthread_rwlock_timedwrlock(rwlock, limit, sliced);
}
