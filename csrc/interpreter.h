/* A call that keeps the interpreter's lock: no other thread of Python runs until it returns.
 *
 * C's environment is not safe among threads: setenv(3) may move what getenv(3) reads. Whatever
 * changes it (os.environ, setenv) holds the interpreter's lock, so what reads it takes the lock.
 * Free-threaded builds have no such lock: there it is as in C. */
#ifndef PYSOCK_INTERPRETER_H
#define PYSOCK_INTERPRETER_H

#define RETURN_LOCKED(type, call)                                                                  \
    do {                                                                                           \
        PyGILState_STATE locked_state = PyGILState_Ensure();                                       \
        type locked_result = (call);                                                               \
        int locked_errno = errno;                                                                  \
        PyGILState_Release(locked_state);                                                          \
        errno = locked_errno;                                                                      \
        return locked_result;                                                                      \
    } while (0)

#endif
