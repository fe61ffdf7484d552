/* Mutexes: pthread_mutex_init(3), pthread_mutex_lock(3), pthread_mutexattr_init(3), … */
#ifdef PYSOCK_CDEF
typedef struct {
    ...;
} pthread_mutex_t;
typedef struct {
    ...;
} pthread_mutexattr_t;

/* pthread_mutexattr_settype(3). */
#define PTHREAD_MUTEX_DEFAULT ...
#define PTHREAD_MUTEX_ERRORCHECK ...
#define PTHREAD_MUTEX_NORMAL ...
#define PTHREAD_MUTEX_RECURSIVE ...

/* pthread_mutexattr_setprotocol(3). */
#define PTHREAD_PRIO_INHERIT ...
#define PTHREAD_PRIO_NONE ...
#define PTHREAD_PRIO_PROTECT ...

/* pthread_mutexattr_setrobust(3). */
#define PTHREAD_MUTEX_ROBUST ...
#define PTHREAD_MUTEX_STALLED ...

int pthread_mutex_destroy(pthread_mutex_t *mutex);
int pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *mutexattr);
int pthread_mutex_trylock(pthread_mutex_t *mutex);
int pthread_mutex_unlock(pthread_mutex_t *mutex);
int pthread_mutexattr_destroy(pthread_mutexattr_t *attr);
int pthread_mutexattr_getprotocol(const pthread_mutexattr_t *attr, int *protocol);
int pthread_mutexattr_getpshared(const pthread_mutexattr_t *attr, int *pshared);
int pthread_mutexattr_gettype(const pthread_mutexattr_t *attr, int *kind);
int pthread_mutexattr_init(pthread_mutexattr_t *attr);
int pthread_mutexattr_setprotocol(pthread_mutexattr_t *attr, int protocol);
int pthread_mutexattr_setpshared(pthread_mutexattr_t *attr, int pshared);
int pthread_mutexattr_settype(pthread_mutexattr_t *attr, int kind);
int pysock_pthread_mutex_lock(pthread_mutex_t *mutex, const struct timespec *limit, int sliced);
#endif
