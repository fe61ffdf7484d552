/* Cancellation, as cancel.h tells: pthread_cancel(3), pthread_setcancelstate(3), … */
#ifdef PYSOCK_CDEF
/* pthread_setcancelstate(3), pthread_setcanceltype(3). */
#define PTHREAD_CANCEL_ASYNCHRONOUS ...
#define PTHREAD_CANCEL_DEFERRED ...
#define PTHREAD_CANCEL_DISABLE ...
#define PTHREAD_CANCEL_ENABLE ...

/* What pthread_join(3) tells of a cancelled thread, as an integer. */
static const intptr_t PYSOCK_PTHREAD_CANCELED;

struct pysock_thread {
    int asked;
    int state;
    int type;
    int ending;
    int guest;
    ...;
};

void pysock_adopt(struct pysock_thread *thread);
void pysock_begin_threads(void *cancelled);
int pysock_is_cancelled(const struct pysock_thread *thread);
void pysock_leave_thread(void);
void pysock_poke(struct pysock_thread *thread);
#endif

/* By what the platform has for it: cancel_linux.c, cancel_bsd.c. */
static int pysock_poke_signal(void);

#define PYSOCK_PTHREAD_CANCELED ((intptr_t)PTHREAD_CANCELED)

enum { PYSOCK_POKES = 4000, PYSOCK_POKE_PAUSE = 250 /* microseconds */ };

static pthread_mutex_t pysock_poking = PTHREAD_MUTEX_INITIALIZER;

static void
pysock_on_poke(int signum)
{
    (void)signum;
}

/* At import, and in each child: what another thread held there is held by nobody. */
static void
pysock_begin_threads(void *cancelled)
{
    pysock_cancelled = cancelled;
    pthread_mutex_init(&pysock_poking, NULL);
}

/* Make the calling thread one that can be cancelled. */
static void
pysock_adopt(struct pysock_thread *thread)
{
    thread->id = pthread_self();
    pysock_me = thread;
}

static int
pysock_is_cancelled(const struct pysock_thread *thread)
{
    return pysock_is_asked(thread);
}

/* From here on nobody pokes the calling thread. */
static void
pysock_leave_thread(void)
{
    pthread_mutex_lock(&pysock_poking);
    if (pysock_me != NULL) {
        pysock_me->gone = 1;
        pysock_me = NULL;
    }
    pthread_mutex_unlock(&pysock_poking);
}

/* Interrupt a thread that is asked to end, until it has left its call. A single signal might come
 * just before the system call. */
static void
pysock_poke(struct pysock_thread *thread)
{
    for (int poke = 0; poke < PYSOCK_POKES; poke++) {
        pthread_mutex_lock(&pysock_poking);
        int waits = !thread->gone && pysock_is_asked(thread) &&
                    __atomic_load_n(&thread->inside, __ATOMIC_SEQ_CST);
        if (waits) {
            pthread_kill(thread->id, pysock_poke_signal());
        }
        pthread_mutex_unlock(&pysock_poking);
        if (!waits) {
            return;
        }
        usleep(PYSOCK_POKE_PAUSE);
    }
}
