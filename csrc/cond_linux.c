/* The clock of a condition variable's time limits: pthread_condattr_setclock(3). */
#ifdef PYSOCK_CDEF
int pthread_condattr_getclock(const pthread_condattr_t *attr, clockid_t *clock_id);
int pthread_condattr_setclock(pthread_condattr_t *attr, clockid_t clock_id);
#endif
