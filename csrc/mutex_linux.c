/* Mutexes as Linux has them: with a time limit, robust, or waited for without sleeping. */
#ifdef PYSOCK_CDEF
typedef int... pthread_spinlock_t;

int pthread_mutex_consistent(pthread_mutex_t *mutex);
int pthread_mutexattr_getrobust(const pthread_mutexattr_t *attr, int *robustness);
int pthread_mutexattr_setrobust(pthread_mutexattr_t *attr, int robustness);
int pysock_pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *limit,
                                   int sliced);
int pysock_pthread_spin_destroy(void *lock);
int pysock_pthread_spin_init(void *lock, int pshared);
int pysock_pthread_spin_lock(void *lock);
int pysock_pthread_spin_trylock(void *lock);
int pysock_pthread_spin_unlock(void *lock);
#endif

#include "slice.h"

enum { PYSOCK_SPINS = 2000 };

static int
pysock_pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *limit, int sliced)
{
    RETURN_SLICED(pthread_mutex_lock, pthread_mutex_timedlock, mutex, limit, sliced);
}

static int
pysock_pthread_mutex_lock(pthread_mutex_t *mutex, const struct timespec *limit, int sliced)
{
    return pysock_pthread_mutex_timedlock(mutex, limit, sliced);
}

static int
pysock_pthread_spin_destroy(void *lock)
{
    return pthread_spin_destroy(lock);
}

static int
pysock_pthread_spin_init(void *lock, int pshared)
{
    return pthread_spin_init(lock, pshared);
}

/* For a while only: a thread that turns for ever would keep its handlers from running. */
static int
pysock_pthread_spin_lock(void *lock)
{
    for (int spin = 0; spin < PYSOCK_SPINS; spin++) {
        if (pthread_spin_trylock(lock) == 0) {
            return 0;
        }
    }
    sched_yield();
    return PYSOCK_RESTART;
}

static int
pysock_pthread_spin_trylock(void *lock)
{
    return pthread_spin_trylock(lock);
}

static int
pysock_pthread_spin_unlock(void *lock)
{
    return pthread_spin_unlock(lock);
}
