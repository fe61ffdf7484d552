/* Deferred cancellation, pthread_cancel(3), without the kernel's.
 *
 * The C library's own would unwind a thread through the interpreter and leave its locks behind. So
 * a thread that is asked to end raises an exception in itself, before or in place of a call that
 * restart.h guards; those are the calls that POSIX names as cancellation points. The call comes
 * back with PYSOCK_RESTART, and where its caller in Python would call again, the exception is due.
 *
 * Who asks a thread that is inside such a call pokes it with a signal until it has left. */
#ifndef PYSOCK_CANCEL_H
#define PYSOCK_CANCEL_H

struct pysock_thread {
    pthread_t id;
    int asked;  /* to end */
    int state;  /* PTHREAD_CANCEL_ENABLE or PTHREAD_CANCEL_DISABLE */
    int type;   /* PTHREAD_CANCEL_DEFERRED or PTHREAD_CANCEL_ASYNCHRONOUS */
    int ending; /* no cancellation counts any more */
    int inside; /* a guarded call */
    int gone;   /* its id may be another thread's */
    int guest;  /* pthread_create() did not make it */
};

static _Thread_local struct pysock_thread *pysock_me; /* NULL where nobody knows the thread */
static PyObject *pysock_cancelled;                    /* the exception, for a thread of ours */

static int
pysock_is_asked(const struct pysock_thread *thread)
{
    return __atomic_load_n(&thread->asked, __ATOMIC_SEQ_CST) &&
           thread->state == PTHREAD_CANCEL_ENABLE && !thread->ending;
}

/* Whether the call may be made; if not, the exception is on its way. */
static int
pysock_enter_cancellable(struct pysock_thread *self)
{
    if (self == NULL) {
        return 1;
    }
    __atomic_store_n(&self->inside, 1, __ATOMIC_SEQ_CST);
    if (!pysock_is_asked(self)) {
        return 1;
    }
    self->inside = 0;
    self->ending = 1;
    PyGILState_STATE state = PyGILState_Ensure();
    PyThreadState_SetAsyncExc(PyThread_get_thread_ident(),
                              self->guest ? PyExc_SystemExit : pysock_cancelled);
    PyGILState_Release(state);
    return 0;
}

/* Whether the thread is asked to end. */
static int
pysock_leave_cancellable(struct pysock_thread *self)
{
    if (self == NULL) {
        return 0;
    }
    __atomic_store_n(&self->inside, 0, __ATOMIC_SEQ_CST);
    return pysock_is_asked(self);
}

#endif
