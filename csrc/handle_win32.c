/* Windows' objects themselves. A table knows which of them pysock made.
 *
 * The interpreter has handles too, for its locks and files. A program that changed or closed one of
 * those by a wrong number would take the interpreter along; so only a wait takes any handle. */
#ifdef PYSOCK_CDEF
#endif

#include "winsock_win32.h"

typedef enum { PYSOCK_EVENT, PYSOCK_LOCK, PYSOCK_THREAD } pysock_kind;

typedef struct pysock_object {
    intptr_t handle;
    pysock_kind kind;
    DWORD exit_code;
    struct pysock_object *next;
} pysock_object;

static SRWLOCK pysock_handles_lock = SRWLOCK_INIT;
static pysock_object *pysock_objects;

static pysock_object **
pysock_link_to(intptr_t handle)
{
    pysock_object **link = &pysock_objects;
    while (*link != NULL && (*link)->handle != handle) {
        link = &(*link)->next;
    }
    return link;
}

/* A handle for the table: the number, or 0 with the error that made it none. */
static intptr_t
pysock_new_object(HANDLE handle, pysock_kind kind)
{
    if (handle == NULL) {
        pysock_follow();
        return 0;
    }
    pysock_object *object = calloc(1, sizeof(*object));
    if (object == NULL) {
        CloseHandle(handle);
        pysock_fail(ERROR_NOT_ENOUGH_MEMORY);
        return 0;
    }
    object->handle = (intptr_t)handle;
    object->kind = kind;
    object->exit_code = STILL_ACTIVE;
    AcquireSRWLockExclusive(&pysock_handles_lock);
    object->next = pysock_objects;
    pysock_objects = object;
    ReleaseSRWLockExclusive(&pysock_handles_lock);
    return object->handle;
}

/* Whether pysock made the object; else the call fails. */
static int
pysock_owns(intptr_t handle)
{
    AcquireSRWLockShared(&pysock_handles_lock);
    int owns = *pysock_link_to(handle) != NULL;
    ReleaseSRWLockShared(&pysock_handles_lock);
    if (!owns) {
        pysock_fail(ERROR_INVALID_HANDLE);
    }
    return owns;
}

static int
pysock_is_event(intptr_t handle)
{
    AcquireSRWLockShared(&pysock_handles_lock);
    const pysock_object *object = *pysock_link_to(handle);
    int is = object != NULL && object->kind == PYSOCK_EVENT;
    ReleaseSRWLockShared(&pysock_handles_lock);
    return is;
}

static int
pysock_owns_event(intptr_t handle)
{
    int is = pysock_is_event(handle);
    if (!is) {
        pysock_fail(ERROR_INVALID_HANDLE);
    }
    return is;
}

#define RETURN_OWNED(owned, call)                                                                  \
    do {                                                                                           \
        BOOL owned_done = (owned);                                                                 \
        if (owned_done && !(owned_done = (call))) {                                                \
            pysock_follow();                                                                       \
        }                                                                                          \
        return owned_done;                                                                         \
    } while (0)

static intptr_t
pysock_CreateEvent(BOOL bManualReset, BOOL bInitialState)
{
    return pysock_new_object(CreateEventW(NULL, bManualReset, bInitialState, NULL), PYSOCK_EVENT);
}

static intptr_t
pysock_CreateMutex(BOOL bInitialOwner)
{
    return pysock_new_object(CreateMutexW(NULL, bInitialOwner, NULL), PYSOCK_LOCK);
}

static intptr_t
pysock_CreateSemaphore(LONG lInitialCount, LONG lMaximumCount)
{
    return pysock_new_object(CreateSemaphoreW(NULL, lInitialCount, lMaximumCount, NULL),
                             PYSOCK_LOCK);
}

static BOOL
pysock_CloseHandle(intptr_t hObject)
{
    AcquireSRWLockExclusive(&pysock_handles_lock);
    pysock_object **link = pysock_link_to(hObject);
    pysock_object *object = *link;
    if (object != NULL) {
        *link = object->next;
    }
    ReleaseSRWLockExclusive(&pysock_handles_lock);
    if (object == NULL) {
        pysock_fail(ERROR_INVALID_HANDLE);
        return FALSE;
    }
    free(object);
    return CloseHandle((HANDLE)hObject);
}

static BOOL
pysock_ReleaseMutex(intptr_t hMutex)
{
    RETURN_OWNED(pysock_owns(hMutex), ReleaseMutex((HANDLE)hMutex));
}

static BOOL
pysock_ReleaseSemaphore(intptr_t hSemaphore, LONG lReleaseCount, LONG *lpPreviousCount)
{
    RETURN_OWNED(pysock_owns(hSemaphore),
                 ReleaseSemaphore((HANDLE)hSemaphore, lReleaseCount, lpPreviousCount));
}

static BOOL
pysock_ResetEvent(intptr_t hEvent)
{
    RETURN_OWNED(pysock_owns_event(hEvent), ResetEvent((HANDLE)hEvent));
}

static BOOL
pysock_SetEvent(intptr_t hEvent)
{
    RETURN_OWNED(pysock_owns_event(hEvent), SetEvent((HANDLE)hEvent));
}

/* ---- Threads ----
 *
 * Python starts them, and waiters wait for an event, which each of them sets as the last thing. */
static intptr_t
pysock_create_thread_object(void)
{
    return pysock_new_object(CreateEventW(NULL, TRUE, FALSE, NULL), PYSOCK_THREAD);
}

static void
pysock_end_thread_object(intptr_t hThread, DWORD exit_code)
{
    AcquireSRWLockExclusive(&pysock_handles_lock);
    pysock_object *thread = *pysock_link_to(hThread);
    if (thread != NULL) {
        thread->exit_code = exit_code;
        SetEvent((HANDLE)hThread);
    }
    ReleaseSRWLockExclusive(&pysock_handles_lock);
}

static BOOL
pysock_GetExitCodeThread(intptr_t hThread, DWORD *lpExitCode)
{
    AcquireSRWLockShared(&pysock_handles_lock);
    const pysock_object *thread = *pysock_link_to(hThread);
    BOOL known = thread != NULL && thread->kind == PYSOCK_THREAD;
    DWORD exit_code = known ? thread->exit_code : 0;
    ReleaseSRWLockShared(&pysock_handles_lock);
    if (!known) {
        pysock_fail(ERROR_INVALID_HANDLE);
        return FALSE;
    }
    *lpExitCode = exit_code;
    return TRUE;
}

static int64_t
pysock_wait_for_objects(const intptr_t *handles, DWORD count, BOOL all, DWORD milliseconds,
                        int64_t *deadline)
{
    (void)deadline; /* nothing interrupts */
    DWORD ended = WaitForMultipleObjects(count, (const HANDLE *)handles, all, milliseconds);
    if (ended == WAIT_FAILED) {
        pysock_follow();
    }
    return ended;
}
