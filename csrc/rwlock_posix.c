/* Read-write locks: pthread_rwlock_init(3), pthread_rwlock_rdlock(3), … */
#ifdef PYSOCK_CDEF
typedef struct {
    ...;
} pthread_rwlock_t;
typedef struct {
    ...;
} pthread_rwlockattr_t;

int pthread_rwlock_destroy(pthread_rwlock_t *rwlock);
int pthread_rwlock_init(pthread_rwlock_t *rwlock, const pthread_rwlockattr_t *attr);
int pthread_rwlock_tryrdlock(pthread_rwlock_t *rwlock);
int pthread_rwlock_trywrlock(pthread_rwlock_t *rwlock);
int pthread_rwlock_unlock(pthread_rwlock_t *rwlock);
int pthread_rwlockattr_destroy(pthread_rwlockattr_t *attr);
int pthread_rwlockattr_getpshared(const pthread_rwlockattr_t *attr, int *pshared);
int pthread_rwlockattr_init(pthread_rwlockattr_t *attr);
int pthread_rwlockattr_setpshared(pthread_rwlockattr_t *attr, int pshared);
int pysock_pthread_rwlock_rdlock(pthread_rwlock_t *rwlock, const struct timespec *limit,
                                 int sliced);
int pysock_pthread_rwlock_wrlock(pthread_rwlock_t *rwlock, const struct timespec *limit,
                                 int sliced);
#endif
