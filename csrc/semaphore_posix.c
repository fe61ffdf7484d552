/* Semaphores: sem_init(3), sem_wait(3), sem_post(3), sem_open(3), … */
#ifdef PYSOCK_CDEF
typedef struct {
    ...;
} sem_t;

#define SEM_VALUE_MAX ...

int sem_close(sem_t *sem);
int sem_post(sem_t *sem);
int sem_trywait(sem_t *sem);
int sem_unlink(const char *name);
int pysock_sem_destroy(sem_t *sem);
int pysock_sem_getvalue(sem_t *sem, int *sval);
int pysock_sem_init(sem_t *sem, int pshared, unsigned value);
sem_t *pysock_sem_open(const char *name, int oflag, mode_t mode, unsigned value);
int pysock_sem_wait(sem_t *sem);
#endif

static int
pysock_sem_destroy(sem_t *sem)
{
    return sem_destroy(sem);
}

static int
pysock_sem_getvalue(sem_t *sem, int *sval)
{
    return sem_getvalue(sem, sval);
}

static int
pysock_sem_init(sem_t *sem, int pshared, unsigned value)
{
    return sem_init(sem, pshared, value);
}

/* SEM_FAILED is not NULL everywhere. */
static sem_t *
pysock_sem_open(const char *name, int oflag, mode_t mode, unsigned value)
{
    sem_t *sem = sem_open(name, oflag, mode, value);
    return sem == SEM_FAILED ? NULL : sem;
}

static int
pysock_sem_wait(sem_t *sem)
{
    RETURN_RESTARTABLE(int, sem_wait(sem));
}
