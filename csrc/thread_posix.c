/* Threads: pthread_create(3), pthread_join(3), pthread_cancel(3), pthread_attr_init(3), … */
#ifdef PYSOCK_CDEF
typedef int... pthread_key_t;
typedef struct {
    ...;
} pthread_attr_t;
typedef struct {
    ...;
} pthread_once_t;

/* pthread_attr_init(3). */
#define PTHREAD_CREATE_DETACHED ...
#define PTHREAD_CREATE_JOINABLE ...
#define PTHREAD_EXPLICIT_SCHED ...
#define PTHREAD_INHERIT_SCHED ...
#define PTHREAD_SCOPE_PROCESS ...
#define PTHREAD_SCOPE_SYSTEM ...

/* pthread_setschedparam(3). */
#define SCHED_BATCH ...
#define SCHED_FIFO ...
#define SCHED_IDLE ...
#define SCHED_OTHER ...
#define SCHED_RR ...

/* Objects that processes share. */
#define PTHREAD_PROCESS_PRIVATE ...
#define PTHREAD_PROCESS_SHARED ...

/* Limits. */
#define PTHREAD_DESTRUCTOR_ITERATIONS ...
#define PTHREAD_KEYS_MAX ...
#define PTHREAD_STACK_MIN ...

struct sched_param {
    int sched_priority;
    ...;
};

int pthread_attr_destroy(pthread_attr_t *attr);
int pthread_attr_getdetachstate(const pthread_attr_t *attr, int *detachstate);
int pthread_attr_getguardsize(const pthread_attr_t *attr, size_t *guardsize);
int pthread_attr_getinheritsched(const pthread_attr_t *attr, int *inheritsched);
int pthread_attr_getschedparam(const pthread_attr_t *attr, struct sched_param *param);
int pthread_attr_getschedpolicy(const pthread_attr_t *attr, int *policy);
int pthread_attr_getscope(const pthread_attr_t *attr, int *scope);
int pthread_attr_getstacksize(const pthread_attr_t *attr, size_t *stacksize);
int pthread_attr_init(pthread_attr_t *attr);
int pthread_attr_setdetachstate(pthread_attr_t *attr, int detachstate);
int pthread_attr_setguardsize(pthread_attr_t *attr, size_t guardsize);
int pthread_attr_setinheritsched(pthread_attr_t *attr, int inheritsched);
int pthread_attr_setschedparam(pthread_attr_t *attr, const struct sched_param *param);
int pthread_attr_setschedpolicy(pthread_attr_t *attr, int policy);
int pthread_attr_setscope(pthread_attr_t *attr, int scope);
int pthread_attr_setstacksize(pthread_attr_t *attr, size_t stacksize);
int pthread_getconcurrency(void);
int pthread_setconcurrency(int new_level);
int sched_yield(void);
void pysock_end_threads(void);
int pysock_pthread_create(uintptr_t *id, const pthread_attr_t *attr, void *callable);
int pysock_pthread_getschedparam(uintptr_t id, int *policy, struct sched_param *param);
void pysock_pthread_join(uintptr_t id);
int pysock_pthread_kill(uintptr_t id, int sig);
int pysock_pthread_setschedparam(uintptr_t id, int policy, const struct sched_param *param);
#endif

/* A thread needs room for the interpreter's own calls, whatever the program thinks of its own. */
enum { PYSOCK_STACK = 8 << 20 };

static volatile int pysock_threads_ended; /* the interpreter goes away: no thread may begin in it */

static void
pysock_end_threads(void)
{
    pysock_threads_ended = 1;
}

/* A thread's life: `callable` tells whether nobody will join it. */
static void *
pysock_run_thread(void *callable)
{
    while (pysock_threads_ended) {
        pause();
    }
    PyGILState_STATE state = PyGILState_Ensure();
    PyObject *detached = PyObject_CallObject(callable, NULL);
    if (detached == NULL) {
        PyErr_WriteUnraisable(callable);
    }
    int alone = detached == NULL || PyObject_IsTrue(detached) == 1;
    Py_XDECREF(detached);
    Py_DECREF((PyObject *)callable);
    PyGILState_Release(state);
    if (alone) {
        pthread_detach(pthread_self());
    }
    return NULL;
}

/* Attributes of the program's, but for the stack and for being joinable: a thread stays that until
 * its end, for only then is its id nobody else's as long as the program may use it. */
static int
pysock_with_attributes(pthread_t *id, pthread_attr_t *attr, void *callable)
{
    size_t size = 0;
    int state = PTHREAD_CREATE_JOINABLE;
    pthread_attr_getstacksize(attr, &size);
    pthread_attr_getdetachstate(attr, &state);
    if (size < PYSOCK_STACK) {
        pthread_attr_setstacksize(attr, PYSOCK_STACK);
    }
    pthread_attr_setdetachstate(attr, PTHREAD_CREATE_JOINABLE);
    int error = pthread_create(id, attr, pysock_run_thread, callable);
    pthread_attr_setdetachstate(attr, state);
    pthread_attr_setstacksize(attr, size);
    return error;
}

static void
pysock_count(void *object, int more)
{
    PyGILState_STATE state = PyGILState_Ensure();
    if (more) {
        Py_INCREF((PyObject *)object);
    } else {
        Py_DECREF((PyObject *)object);
    }
    PyGILState_Release(state);
}

static int
pysock_pthread_create(uintptr_t *id, const pthread_attr_t *attr, void *callable)
{
    pthread_t thread;
    pthread_attr_t own;
    if (attr == NULL) {
        int error = pthread_attr_init(&own);
        if (error != 0) {
            return error;
        }
    }
    pysock_count(callable, 1);
    int error =
        pysock_with_attributes(&thread, attr == NULL ? &own : (pthread_attr_t *)attr, callable);
    if (error != 0) {
        pysock_count(callable, 0);
    } else {
        *id = (uintptr_t)thread;
    }
    if (attr == NULL) {
        pthread_attr_destroy(&own);
    }
    return error;
}

/* Of a thread that has nothing left to do but to end. */
static void
pysock_pthread_join(uintptr_t id)
{
    pthread_join((pthread_t)id, NULL);
}

static int
pysock_pthread_kill(uintptr_t id, int sig)
{
    return pthread_kill((pthread_t)id, sig);
}

static int
pysock_pthread_getschedparam(uintptr_t id, int *policy, struct sched_param *param)
{
    return pthread_getschedparam((pthread_t)id, policy, param);
}

static int
pysock_pthread_setschedparam(uintptr_t id, int policy, const struct sched_param *param)
{
    return pthread_setschedparam((pthread_t)id, policy, param);
}
