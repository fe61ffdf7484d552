/* Windows' objects over POSIX: a table of them, and a wait that is a poll(2).
 *
 * One lock guards the table. A thread that has to wait lets its lock go and polls a pipe of its
 * own, which whoever changes an object writes to, and the sockets that may signal its events. */
#ifdef PYSOCK_CDEF
#endif

typedef enum {
    PYSOCK_EVENT,
    PYSOCK_MUTEX,
    PYSOCK_SEMAPHORE,
    PYSOCK_THREAD,
    PYSOCK_PORT
} pysock_kind;

typedef struct pysock_object {
    intptr_t handle;
    pysock_kind kind;
    int manual; /* an event that a wait leaves signalled */
    LONG count; /* of a semaphore; of an event or a thread, whether it is signalled */
    LONG maximum;
    uintptr_t owner; /* of a mutex, 0 for none */
    LONG recursion;
    int abandoned;
    DWORD exit_code;
    struct pysock_object *next;
} pysock_object;

typedef struct pysock_waiter {
    int pipe[2];
    struct pysock_waiter *next;
} pysock_waiter;

#define FIRST_HANDLE 0x10000000 /* no descriptor is so high, and no number is given twice */

static pthread_mutex_t pysock_handles_lock = PTHREAD_MUTEX_INITIALIZER;
static pysock_object *pysock_objects;
static pysock_waiter *pysock_waiters;
static intptr_t pysock_next_handle = FIRST_HANDLE;

static void
pysock_lock_handles(void)
{
    pthread_mutex_lock(&pysock_handles_lock);
}

static void
pysock_unlock_handles(void)
{
    pthread_mutex_unlock(&pysock_handles_lock);
}

static void
pysock_guard_handles_in_fork(void)
{
    pthread_atfork(pysock_lock_handles, pysock_unlock_handles, pysock_unlock_handles);
}

static uintptr_t
pysock_self(void)
{
    return (uintptr_t)pthread_self();
}

/* ---- Under the lock ---- */
static pysock_object *
pysock_object_of(intptr_t handle)
{
    for (pysock_object *each = pysock_objects; each != NULL; each = each->next) {
        if (each->handle == handle) {
            return each;
        }
    }
    return NULL;
}

static void
pysock_wake_waiters(void)
{
    for (pysock_waiter *each = pysock_waiters; each != NULL; each = each->next) {
        ssize_t ignored = write(each->pipe[1], "", 1); /* full: it has much to read already */
        (void)ignored;
    }
}

/* Set an event, if it is still there. */
static void
pysock_signal_event(intptr_t handle)
{
    pysock_object *object = pysock_object_of(handle);
    if (object != NULL && object->kind == PYSOCK_EVENT && object->count == 0) {
        object->count = 1;
        pysock_wake_waiters();
    }
}

static int
pysock_is_signalled(const pysock_object *object)
{
    if (object->kind == PYSOCK_MUTEX) {
        return object->owner == 0 || object->owner == pysock_self();
    }
    if (object->kind == PYSOCK_PORT) {
        return 0;
    }
    return object->count > 0;
}

/* What a successful wait does to an object. Returns whether the object is an abandoned mutex. */
static int
pysock_take(pysock_object *object)
{
    int abandoned = object->abandoned;
    switch (object->kind) {
    case PYSOCK_EVENT:
        object->count = object->manual;
        break;
    case PYSOCK_MUTEX:
        object->owner = pysock_self();
        object->recursion++;
        object->abandoned = 0;
        break;
    case PYSOCK_SEMAPHORE:
        object->count--;
        break;
    case PYSOCK_THREAD:
    case PYSOCK_PORT:
        break;
    }
    return abandoned;
}

/* ---- Objects ---- */
static intptr_t
pysock_new_object(pysock_object initial)
{
    static pthread_once_t guarded = PTHREAD_ONCE_INIT;
    pthread_once(&guarded, pysock_guard_handles_in_fork);
    pysock_object *made = malloc(sizeof(*made));
    if (made == NULL) {
        pysock_WSASetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return 0;
    }
    *made = initial;
    pysock_lock_handles();
    made->handle = pysock_next_handle;
    pysock_next_handle += 4;
    made->next = pysock_objects;
    pysock_objects = made;
    intptr_t handle = made->handle;
    pysock_unlock_handles();
    return handle;
}

static intptr_t
pysock_CreateEvent(BOOL bManualReset, BOOL bInitialState)
{
    pysock_object event = {.kind = PYSOCK_EVENT};
    event.manual = bManualReset != 0;
    event.count = bInitialState != 0;
    return pysock_new_object(event);
}

static intptr_t
pysock_CreateMutex(BOOL bInitialOwner)
{
    pysock_object mutex = {.kind = PYSOCK_MUTEX};
    if (bInitialOwner) {
        mutex.owner = pysock_self();
        mutex.recursion = 1;
    }
    return pysock_new_object(mutex);
}

static intptr_t
pysock_CreateSemaphore(LONG lInitialCount, LONG lMaximumCount)
{
    if (lMaximumCount <= 0 || lInitialCount < 0 || lInitialCount > lMaximumCount) {
        pysock_WSASetLastError(ERROR_INVALID_PARAMETER);
        return 0;
    }
    pysock_object semaphore = {.kind = PYSOCK_SEMAPHORE};
    semaphore.count = lInitialCount;
    semaphore.maximum = lMaximumCount;
    return pysock_new_object(semaphore);
}

static intptr_t
pysock_create_thread_object(void)
{
    pysock_object thread = {.kind = PYSOCK_THREAD};
    thread.exit_code = STILL_ACTIVE;
    return pysock_new_object(thread);
}

/* The thread that calls it ends: whoever waits for it goes on, and its mutexes are abandoned. */
static void
pysock_end_thread_object(intptr_t hThread, DWORD exit_code)
{
    pysock_lock_handles();
    pysock_object *thread = pysock_object_of(hThread);
    if (thread != NULL) {
        thread->count = 1;
        thread->exit_code = exit_code;
    }
    uintptr_t self = pysock_self();
    for (pysock_object *each = pysock_objects; each != NULL; each = each->next) {
        if (each->owner == self) {
            each->owner = 0;
            each->recursion = 0;
            each->abandoned = 1;
        }
    }
    pysock_wake_waiters();
    pysock_unlock_handles();
}

static BOOL
pysock_CloseHandle(intptr_t hObject)
{
    pysock_lock_handles();
    pysock_object **place = &pysock_objects;
    while (*place != NULL && (*place)->handle != hObject) {
        place = &(*place)->next;
    }
    pysock_object *object = *place;
    if (object != NULL) {
        *place = object->next;
        pysock_forget_packets(hObject);
        pysock_wake_waiters(); /* their wait fails */
    }
    pysock_unlock_handles();
    free(object);
    if (object == NULL) {
        pysock_WSASetLastError(ERROR_INVALID_HANDLE);
        return FALSE;
    }
    return TRUE;
}

/* Begin to use an object of a kind: it is locked, or the call fails. */
static pysock_object *
pysock_use(intptr_t handle, pysock_kind kind)
{
    pysock_lock_handles();
    pysock_object *object = pysock_object_of(handle);
    if (object == NULL || object->kind != kind) {
        pysock_unlock_handles();
        pysock_WSASetLastError(ERROR_INVALID_HANDLE);
        return NULL;
    }
    return object;
}

static BOOL
pysock_done(int error)
{
    if (error == 0) {
        pysock_wake_waiters();
    }
    pysock_unlock_handles();
    if (error != 0) {
        pysock_WSASetLastError(error);
    }
    return error == 0;
}

static BOOL
pysock_SetEvent(intptr_t hEvent)
{
    pysock_object *event = pysock_use(hEvent, PYSOCK_EVENT);
    if (event == NULL) {
        return FALSE;
    }
    event->count = 1;
    return pysock_done(0);
}

static BOOL
pysock_ResetEvent(intptr_t hEvent)
{
    pysock_object *event = pysock_use(hEvent, PYSOCK_EVENT);
    if (event == NULL) {
        return FALSE;
    }
    event->count = 0;
    pysock_unlock_handles();
    return TRUE;
}

static BOOL
pysock_ReleaseMutex(intptr_t hMutex)
{
    pysock_object *mutex = pysock_use(hMutex, PYSOCK_MUTEX);
    if (mutex == NULL) {
        return FALSE;
    }
    if (mutex->owner != pysock_self()) {
        return pysock_done(ERROR_NOT_OWNER);
    }
    if (--mutex->recursion == 0) {
        mutex->owner = 0;
    }
    return pysock_done(0);
}

static BOOL
pysock_ReleaseSemaphore(intptr_t hSemaphore, LONG lReleaseCount, LONG *lpPreviousCount)
{
    if (lReleaseCount <= 0) {
        pysock_WSASetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    pysock_object *semaphore = pysock_use(hSemaphore, PYSOCK_SEMAPHORE);
    if (semaphore == NULL) {
        return FALSE;
    }
    if (lReleaseCount > semaphore->maximum - semaphore->count) {
        return pysock_done(ERROR_TOO_MANY_POSTS);
    }
    if (lpPreviousCount != NULL) {
        *lpPreviousCount = semaphore->count;
    }
    semaphore->count += lReleaseCount;
    return pysock_done(0);
}

static BOOL
pysock_GetExitCodeThread(intptr_t hThread, DWORD *lpExitCode)
{
    pysock_object *thread = pysock_use(hThread, PYSOCK_THREAD);
    if (thread == NULL) {
        return FALSE;
    }
    *lpExitCode = thread->exit_code;
    pysock_unlock_handles();
    return TRUE;
}

/* ---- Waiting ---- */
static int64_t
pysock_milliseconds(void)
{
    return (int64_t)pysock_GetTickCount64();
}

#define NOT_YET (-1)

/* What is waited for: `look` says what the wait returns at this moment, or NOT_YET. */
typedef struct pysock_wish {
    int64_t (*look)(const struct pysock_wish *wish);
    const intptr_t *handles;
    DWORD count;
    BOOL all;
    void *place; /* for what else `look` finds */
} pysock_wish;

static int64_t
pysock_look_at_objects(const pysock_wish *wish)
{
    pysock_object *objects[MAXIMUM_WAIT_OBJECTS];
    DWORD ready = 0, first = wish->count;
    for (DWORD i = 0; i < wish->count; i++) {
        objects[i] = pysock_object_of(wish->handles[i]);
        if (objects[i] == NULL) {
            pysock_WSASetLastError(ERROR_INVALID_HANDLE);
            return WAIT_FAILED;
        }
        if (pysock_is_signalled(objects[i])) {
            first = ready++ == 0 ? i : first;
        }
    }
    if (ready == 0 || (wish->all && ready < wish->count)) {
        return NOT_YET;
    }
    if (!wish->all) {
        return pysock_take(objects[first]) ? WAIT_ABANDONED_0 + (int64_t)first : first;
    }
    int abandoned = 0;
    for (DWORD i = 0; i < wish->count; i++) {
        abandoned |= pysock_take(objects[i]);
    }
    return abandoned ? WAIT_ABANDONED_0 : WAIT_OBJECT_0;
}

static int
pysock_poll_for_objects(struct pollfd *fds, nfds_t count, int milliseconds)
{
    RETURN_RESTARTABLE(int, poll(fds, count, milliseconds));
}

static int
pysock_add_waiter(pysock_waiter *waiter)
{
    if (pipe(waiter->pipe) == -1) {
        return 0;
    }
    for (int i = 0; i < 2; i++) {
        fcntl(waiter->pipe[i], F_SETFD, FD_CLOEXEC);
        fcntl(waiter->pipe[i], F_SETFL, O_NONBLOCK);
    }
    waiter->next = pysock_waiters;
    pysock_waiters = waiter;
    return 1;
}

static void
pysock_remove_waiter(pysock_waiter *waiter)
{
    pysock_waiter **place = &pysock_waiters;
    while (*place != waiter) {
        place = &(*place)->next;
    }
    *place = waiter->next;
    close(waiter->pipe[0]);
    close(waiter->pipe[1]);
}

/* Sleep, with the lock open, until something may have changed. Returns 0 where handlers of signals
 * are to run first, or -1 where it could not. */
static int
pysock_sleep_until_changed(pysock_waiter *waiter, const pysock_wish *wish, int milliseconds)
{
    nfds_t sockets = pysock_network_watched(wish->handles, wish->count, NULL, 0);
    nfds_t operations = pysock_operations_watched(NULL, 0);
    nfds_t all = 1 + sockets + operations;
    struct pollfd *fds = malloc(all * sizeof(*fds));
    if (fds == NULL) {
        return -1;
    }
    fds[0].fd = waiter->pipe[0];
    fds[0].events = POLLIN;
    pysock_network_watched(wish->handles, wish->count, fds + 1, sockets);
    pysock_operations_watched(fds + 1 + sockets, operations);
    pysock_unlock_handles();
    int polled = pysock_poll_for_objects(fds, all, milliseconds);
    int interrupted = polled == PYSOCK_RESTART || (polled == -1 && errno == EINTR);
    free(fds);
    char noise[64];
    while (read(waiter->pipe[0], noise, sizeof(noise)) == (ssize_t)sizeof(noise)) {
    }
    pysock_lock_handles(); /* who wakes us only now does so once more than needed */
    return !interrupted;
}

static int64_t
pysock_wait_locked(const pysock_wish *wish, int64_t deadline)
{
    pysock_waiter waiter;
    int waiting = 0;
    int64_t result;
    for (;;) {
        pysock_operations_pump();
        pysock_network_pump(wish->handles, wish->count);
        result = wish->look(wish);
        int64_t left = deadline == INT64_MAX ? INT_MAX : deadline - pysock_milliseconds();
        if (result != NOT_YET || left <= 0) {
            result = result == NOT_YET ? WAIT_TIMEOUT : result;
            break;
        }
        waiting = waiting || pysock_add_waiter(&waiter);
        if (!waiting) {
            result = WAIT_FAILED;
            break;
        }
        int ended = pysock_sleep_until_changed(&waiter, wish, left > INT_MAX ? INT_MAX : (int)left);
        if (ended != 1) {
            result = ended == 0 ? (int64_t)PYSOCK_RESTART : (int64_t)WAIT_FAILED;
            break;
        }
    }
    if (waiting) {
        int saved = errno;
        pysock_remove_waiter(&waiter);
        errno = saved;
    }
    return result;
}

/* Wait for what is wished; only a wait that fails changes the last error. */
static int64_t
pysock_wait_for(const pysock_wish *wish, DWORD milliseconds, int64_t *deadline)
{
    if (*deadline == 0) {
        *deadline = milliseconds == INFINITE ? INT64_MAX : pysock_milliseconds() + milliseconds;
    }
    int before = errno;
    pysock_lock_handles();
    int64_t result = pysock_wait_locked(wish, *deadline);
    pysock_unlock_handles();
    if (result != WAIT_FAILED) {
        errno = before;
    }
    return result;
}

static int64_t
pysock_wait_for_objects(const intptr_t *handles, DWORD count, BOOL all, DWORD milliseconds,
                        int64_t *deadline)
{
    if (count == 0 || count > MAXIMUM_WAIT_OBJECTS) {
        pysock_WSASetLastError(ERROR_INVALID_PARAMETER);
        return WAIT_FAILED;
    }
    pysock_wish wish = {pysock_look_at_objects, handles, count, all, NULL};
    return pysock_wait_for(&wish, milliseconds, deadline);
}
