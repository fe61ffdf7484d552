/* The time limit of a semaphore, which macOS lacks: sem_timedwait(3). */
#ifdef PYSOCK_CDEF
int pysock_sem_timedwait(sem_t *sem, const struct timespec *abs_timeout);
#endif

static int
pysock_sem_timedwait(sem_t *sem, const struct timespec *abs_timeout)
{
    RETURN_RESTARTABLE(int, sem_timedwait(sem, abs_timeout));
}
