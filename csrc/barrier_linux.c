/* Barriers, which macOS lacks: pthread_barrier_wait(3). */
#ifdef PYSOCK_CDEF
typedef struct {
    ...;
} pthread_barrier_t;
typedef struct {
    ...;
} pthread_barrierattr_t;

#define PTHREAD_BARRIER_SERIAL_THREAD ...

int pthread_barrier_destroy(pthread_barrier_t *barrier);
int pthread_barrier_init(pthread_barrier_t *barrier, const pthread_barrierattr_t *attr,
                         unsigned count);
int pthread_barrier_wait(pthread_barrier_t *barrier);
int pthread_barrierattr_destroy(pthread_barrierattr_t *attr);
int pthread_barrierattr_getpshared(const pthread_barrierattr_t *attr, int *pshared);
int pthread_barrierattr_init(pthread_barrierattr_t *attr);
int pthread_barrierattr_setpshared(pthread_barrierattr_t *attr, int pshared);
#endif
