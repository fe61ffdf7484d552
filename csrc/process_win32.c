/* What Windows has of processes: their end, their environment, and the commands they run. */
#ifdef PYSOCK_CDEF
void _Exit(int status);
void _exit(int status);
int getpid(void);
void pysock_abort(void);
size_t pysock_environ(size_t index, char *entry, size_t room);
void pysock_exit(int status);
size_t pysock_getenv(const char *name, char *value, size_t room);
int pysock_system(const char *command);
#endif

#include "interpreter.h"

#define getpid _getpid

/* The interpreter's lock is kept: see process_posix.c. */
static void
pysock_exit(int status)
{
    PyGILState_Ensure();
    exit(status);
}

/* Without the message box that the C runtime would show. */
static void
pysock_abort(void)
{
    _set_abort_behavior(0, _WRITE_ABORT_MSG | _CALL_REPORTFAULT);
    abort();
}

static int
pysock_system(const char *command)
{
    if (command == NULL) {
        return _wsystem(NULL);
    }
    RETURN_WIDE(int, -1, command, _wsystem(wide));
}

/* Copy a string as UTF-8 if there is room, and tell how much it needs: 0 if there is none. */
static size_t
pysock_narrowed(const wchar_t *wide, char *copy, size_t room)
{
    if (wide == NULL) {
        return 0;
    }
    int size = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
    if ((size_t)size <= room) {
        WideCharToMultiByte(CP_UTF8, 0, wide, -1, copy, size, NULL, NULL);
    }
    return (size_t)size;
}

static size_t
pysock_read_variable(const char *name, char *value, size_t room)
{
    RETURN_WIDE(size_t, 0, name, pysock_narrowed(_wgetenv(wide), value, room));
}

static size_t
pysock_getenv(const char *name, char *value, size_t room)
{
    RETURN_LOCKED(size_t, pysock_read_variable(name, value, room));
}

static const wchar_t *
pysock_entry(size_t index)
{
    size_t count = 0;
    while (_wenviron != NULL && _wenviron[count] != NULL && count < index) {
        count++;
    }
    return _wenviron == NULL ? NULL : _wenviron[count];
}

static size_t
pysock_environ(size_t index, char *entry, size_t room)
{
    RETURN_LOCKED(size_t, pysock_narrowed(pysock_entry(index), entry, room));
}
