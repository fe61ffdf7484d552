/* Sending and receiving Python's objects; what the calls themselves are, socket_posix.c and
 * socket_win32.c say. */
#ifdef PYSOCK_CDEF
int pysock_add_sockets(void);
#endif

#include "lending.h"

static pysock_descriptor_t pysock_accept(pysock_descriptor_t sockfd, struct sockaddr *addr,
                                         socklen_t *addrlen);
static int pysock_getsockopt(pysock_descriptor_t sockfd, int level, int optname, void *optval,
                             socklen_t *optlen);
static ssize_t pysock_recv(pysock_descriptor_t sockfd, void *buf, ssize_t len, int flags,
                           ssize_t room);
static ssize_t pysock_recvfrom(pysock_descriptor_t sockfd, void *buf, size_t len, int flags,
                               struct sockaddr *src_addr, socklen_t *addrlen);
static ssize_t pysock_send(pysock_descriptor_t sockfd, const void *buf, ssize_t len, int flags,
                           ssize_t room);
static ssize_t pysock_sendto(pysock_descriptor_t sockfd, const void *buf, size_t len, int flags,
                             const struct sockaddr *dest_addr, socklen_t addrlen);
static int pysock_setsockopt(pysock_descriptor_t sockfd, int level, int optname, const void *optval,
                             socklen_t optlen);

/* ---- Sending and receiving ---- */

static ssize_t
pysock_recv_plain(int fd, char *buf, ssize_t len, int flags, ssize_t room)
{
    return pysock_recv(fd, buf, len, flags, room);
}

static ssize_t
pysock_send_plain(int fd, char *buf, ssize_t len, int flags, ssize_t room)
{
    return pysock_send(fd, buf, len, flags, room);
}

static PyObject *
pysock_front_recv(PYSOCK_FRONT)
{
    RETURN_FRONT(PYSOCK_HAS(4) ? pysock_transferred(args[0], args[1], args[2], args[3], 1, 0,
                                                    pysock_recv_plain)
                               : PYSOCK_OUTSIDE);
}

static PyObject *
pysock_front_send(PYSOCK_FRONT)
{
    RETURN_FRONT(PYSOCK_HAS(4) ? pysock_transferred(args[0], args[1], args[2], args[3], 0, 0,
                                                    pysock_send_plain)
                               : PYSOCK_OUTSIDE);
}

/* What `Socket` calls: Python makes another call where these return less than -1. */
static PyObject *
pysock_told(ssize_t result)
{
    return result == PYSOCK_OUTSIDE ? pysock_look_closer() : PyLong_FromSsize_t(result);
}

/* recv_into(sockfd, buf, len, flags): with a len of 0, as much as there is room for. */
static PyObject *
pysock_lent_recv_into(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    (void)module;
    return pysock_told(
        nargs == 4 ? pysock_transferred(args[0], args[1], args[2], args[3], 1, 1, pysock_recv_plain)
                   : PYSOCK_OUTSIDE);
}

/* send_whole(sockfd, buf, flags) */
static PyObject *
pysock_lent_send_whole(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    (void)module;
    return pysock_told(
        nargs == 3 ? pysock_transferred(args[0], args[1], NULL, args[2], 0, 1, pysock_send_plain)
                   : PYSOCK_OUTSIDE);
}

/* Who sent a datagram. */
struct pysock_sender {
    socklen_t length; /* which may exceed the room: the address was cut then */
    struct sockaddr_storage name;
};

static ssize_t
pysock_receive_plain(long long fd, char *place, long long length, long long flags,
                     struct pysock_sender *sender)
{
    return sender == NULL
               ? pysock_recv_plain((int)fd, place, (ssize_t)length, (int)flags, (ssize_t)length)
               : pysock_recvfrom((int)fd, place, (size_t)length, (int)flags,
                                 (struct sockaddr *)&sender->name, &sender->length);
}

/* The bytes that came, or the number of a call that failed; arguments: sockfd, len, flags.
 *
 * No function of the limited API shortens bytes, so few of them are copied, and many only where
 * fewer came than were asked for. */
static PyObject *
pysock_received_bytes(PyObject *const *args, Py_ssize_t nargs, struct pysock_sender *sender)
{
    long long fd, length, flags;
    char few[8192];
    if (nargs != 3 || !pysock_plain(args[0], INT_MIN, INT_MAX, &fd) ||
        !pysock_plain(args[1], 0, PY_SSIZE_T_MAX, &length) ||
        !pysock_plain(args[2], INT_MIN, INT_MAX, &flags)) {
        return pysock_look_closer();
    }
    int is_few = length <= (long long)sizeof(few);
    PyObject *many = is_few ? NULL : PyBytes_FromStringAndSize(NULL, (Py_ssize_t)length);
    char *place = is_few ? few : many == NULL ? NULL : PyBytes_AsString(many);
    if (place == NULL) {
        return NULL;
    }
    ssize_t got;
    PYSOCK_UNLOCKED(got, pysock_receive_plain(fd, place, length, flags, sender));
    if (got == length && many != NULL) {
        return many;
    }
    PyObject *result =
        got < 0 ? PyLong_FromSsize_t(got) : PyBytes_FromStringAndSize(place, (Py_ssize_t)got);
    Py_XDECREF(many);
    return result;
}

/* recv_bytes(sockfd, len, flags) */
static PyObject *
pysock_lent_recv_bytes(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    (void)module;
    return pysock_received_bytes(args, nargs, NULL);
}

/* recvfrom_bytes(sockfd, len, flags): the bytes that came, and those of the sender's address; or
 * the number of a call that failed. */
static PyObject *
pysock_lent_recvfrom_bytes(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    struct pysock_sender sender;
    (void)module;
    sender.length = sizeof(sender.name);
    PyObject *data = pysock_received_bytes(args, nargs, &sender);
    if (data == NULL || !PyBytes_CheckExact(data)) {
        return data;
    }
    Py_ssize_t length = (Py_ssize_t)sender.length, room = (Py_ssize_t)sizeof(sender.name);
    PyObject *name = PyBytes_FromStringAndSize((char *)&sender.name, length < room ? length : room);
    PyObject *both = name == NULL ? NULL : PyTuple_Pack(2, data, name);
    Py_XDECREF(name);
    Py_DECREF(data);
    return both;
}

/* sendto_whole(sockfd, buf, flags, name): to an address that is the bytes of a C struct. */
static PyObject *
pysock_lent_sendto_whole(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    long long fd, flags;
    struct pysock_lent lent = {.lock = NULL};
    ssize_t sent = PYSOCK_OUTSIDE;
    (void)module;
    if (nargs == 4 && pysock_plain(args[0], INT_MIN, INT_MAX, &fd) &&
        pysock_plain(args[2], INT_MIN, INT_MAX, &flags) && PyBytes_CheckExact(args[3]) &&
        pysock_lend(args[1], 0, &lent)) {
        const struct sockaddr *name = (const void *)PyBytes_AsString(args[3]);
        socklen_t length = (socklen_t)PyBytes_Size(args[3]);
        PYSOCK_UNLOCKED(sent, pysock_sendto((int)fd, lent.address, (size_t)lent.size, (int)flags,
                                            name, length));
    }
    pysock_give_back(&lent);
    return pysock_told(sent);
}

/* ---- Names: the pair `struct sockaddr *addr, socklen_t *addrlen` that a call fills ---- */

struct pysock_name {
    struct sockaddr *address;
    socklen_t length; /* C's own: another thread may change the program's meanwhile */
    char *place;      /* of the program's */
};

/* Whether an object is a `socklen_t`, and what it holds. */
static int
pysock_lend_length(PyObject *object, struct pysock_name *name)
{
    const struct pysock_value *value = pysock_value_of(object);
    if (value == NULL || !pysock_is_of(value, pysock_types.length) ||
        value->may_write < (Py_ssize_t)sizeof(name->length)) {
        return 0;
    }
    name->place = value->start;
    memcpy(&name->length, name->place, sizeof(name->length));
    return 1;
}

static int
pysock_lend_name(PyObject *addr, PyObject *addrlen, struct pysock_name *name)
{
    name->address = NULL;
    name->place = NULL;
    if (addr == Py_None) {
        return addrlen == Py_None;
    }
    const struct pysock_value *value = pysock_value_of(addr);
    if (value == NULL || !pysock_lend_length(addrlen, name) ||
        (long long)name->length > value->may_write) {
        return 0;
    }
    name->address = (struct sockaddr *)value->start;
    return 1;
}

/* Hand the length on, which may exceed the room: the address was cut then. */
static void
pysock_tell_length(const struct pysock_name *name, long long result)
{
    if (name->place != NULL && result >= 0) {
        memcpy(name->place, &name->length, sizeof(name->length));
    }
}

static PyObject *
pysock_front_accept(PYSOCK_FRONT)
{
    long long fd, result = PYSOCK_OUTSIDE;
    struct pysock_name name;
    if (PYSOCK_HAS(3) && pysock_plain(args[0], INT_MIN, INT_MAX, &fd) &&
        pysock_lend_name(args[1], args[2], &name)) {
        socklen_t *length = name.place == NULL ? NULL : &name.length;
        PYSOCK_UNLOCKED(result, pysock_accept((int)fd, name.address, length));
        pysock_tell_length(&name, result);
    }
    RETURN_FRONT(result);
}

/* A buffer, its length and flags: what recvfrom and sendto begin with. */
struct pysock_datagram {
    long long fd, length, flags;
    struct pysock_lent lent;
};

static int
pysock_lend_datagram(PyObject *const *args, int write, struct pysock_datagram *datagram)
{
    datagram->lent.lock = NULL;
    return pysock_plain(args[0], INT_MIN, INT_MAX, &datagram->fd) &&
           pysock_plain(args[2], 0, PY_SSIZE_T_MAX, &datagram->length) &&
           pysock_plain(args[3], INT_MIN, INT_MAX, &datagram->flags) &&
           pysock_lend(args[1], write, &datagram->lent) && datagram->length <= datagram->lent.room;
}

static PyObject *
pysock_front_recvfrom(PYSOCK_FRONT)
{
    ssize_t result = PYSOCK_OUTSIDE;
    struct pysock_datagram d = {.lent.lock = NULL};
    struct pysock_name name;
    if (PYSOCK_HAS(6) && pysock_lend_datagram(args, 1, &d) &&
        pysock_lend_name(args[4], args[5], &name)) {
        socklen_t *length = name.place == NULL ? NULL : &name.length;
        PYSOCK_UNLOCKED(result, pysock_recvfrom((int)d.fd, d.lent.address, (size_t)d.length,
                                                (int)d.flags, name.address, length));
        pysock_tell_length(&name, result);
    }
    pysock_give_back(&d.lent);
    RETURN_FRONT(result);
}

/* The address that a call only reads: any C value, or NULL without a length. */
static int
pysock_lend_address(PyObject *addr, PyObject *addrlen, struct pysock_name *name)
{
    long long length;
    name->address = NULL;
    if (!pysock_plain(addrlen, 0, INT_MAX, &length)) {
        return 0;
    }
    name->length = (socklen_t)length;
    if (addr == Py_None) {
        return length == 0;
    }
    const struct pysock_value *value = pysock_value_of(addr);
    if (value == NULL || length > value->room) {
        return 0;
    }
    name->address = (struct sockaddr *)value->start;
    return 1;
}

static PyObject *
pysock_front_sendto(PYSOCK_FRONT)
{
    ssize_t result = PYSOCK_OUTSIDE;
    struct pysock_datagram d = {.lent.lock = NULL};
    struct pysock_name name;
    if (PYSOCK_HAS(6) && pysock_lend_datagram(args, 0, &d) &&
        pysock_lend_address(args[4], args[5], &name)) {
        PYSOCK_UNLOCKED(result, pysock_sendto((int)d.fd, d.lent.address, (size_t)d.length,
                                              (int)d.flags, name.address, name.length));
    }
    pysock_give_back(&d.lent);
    RETURN_FRONT(result);
}

/* ---- Options ---- */

/* Options whose values are more than bytes: _socket.py says which, and deals with them. */
enum { PYSOCK_UNUSUAL = 32 };
static struct pysock_unusual {
    int count, levels[PYSOCK_UNUSUAL], names[PYSOCK_UNUSUAL];
} pysock_unusual_to_get, pysock_unusual_to_set;

static int
pysock_is_unusual(const struct pysock_unusual *options, long long level, long long name)
{
    for (int i = 0; i < options->count; i++) {
        if (options->names[i] == name && options->levels[i] == level) {
            return 1;
        }
    }
    return 0;
}

static PyObject *
pysock_front_getsockopt(PYSOCK_FRONT)
{
    long long fd, level, name, result = PYSOCK_OUTSIDE;
    struct pysock_name size;
    struct pysock_lent value = {.lock = NULL};
    if (PYSOCK_HAS(5) && pysock_plain(args[0], INT_MIN, INT_MAX, &fd) &&
        pysock_plain(args[1], INT_MIN, INT_MAX, &level) &&
        pysock_plain(args[2], INT_MIN, INT_MAX, &name) &&
        !pysock_is_unusual(&pysock_unusual_to_get, level, name) &&
        pysock_lend_length(args[4], &size) && pysock_lend(args[3], 1, &value) &&
        (long long)size.length <= value.room) {
        PYSOCK_UNLOCKED(
            result, pysock_getsockopt((int)fd, (int)level, (int)name, value.address, &size.length));
        memcpy(size.place, &size.length, sizeof(size.length)); /* on ERANGE it says how much */
    }
    pysock_give_back(&value);
    RETURN_FRONT(result);
}

static PyObject *
pysock_front_setsockopt(PYSOCK_FRONT)
{
    long long fd, level, name, size, result = PYSOCK_OUTSIDE;
    struct pysock_lent value = {.lock = NULL};
    if (PYSOCK_HAS(5) && pysock_plain(args[0], INT_MIN, INT_MAX, &fd) &&
        pysock_plain(args[1], INT_MIN, INT_MAX, &level) &&
        pysock_plain(args[2], INT_MIN, INT_MAX, &name) &&
        pysock_plain(args[4], 0, INT_MAX, &size) &&
        !pysock_is_unusual(&pysock_unusual_to_set, level, name) &&
        pysock_lend(args[3], 0, &value) && size <= value.room) {
        PYSOCK_UNLOCKED(result, pysock_setsockopt((int)fd, (int)level, (int)name, value.address,
                                                  (socklen_t)size));
        result = result == -1 && pysock_holds_unset((int)level, (int)name) ? 0 : result;
    }
    pysock_give_back(&value);
    RETURN_FRONT(result);
}

/* set_number(fd, level, optname, value): an option of `Socket` that is a C int. */
static PyObject *
pysock_set_number(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    long long fd, level, name, number;
    (void)module;
    if (nargs != 4 || !pysock_plain(args[0], INT_MIN, INT_MAX, &fd) ||
        !pysock_plain(args[1], INT_MIN, INT_MAX, &level) ||
        !pysock_plain(args[2], INT_MIN, INT_MAX, &name) ||
        !pysock_plain(args[3], INT_MIN, INT_MAX, &number) ||
        pysock_is_unusual(&pysock_unusual_to_set, level, name)) {
        return pysock_look_closer();
    }
    int result, value = (int)number;
    PYSOCK_UNLOCKED(result,
                    pysock_setsockopt((int)fd, (int)level, (int)name, &value, sizeof(value)));
    return PyLong_FromLong(result == -1 && pysock_holds_unset((int)level, (int)name) ? 0 : result);
}

/* get_number(fd, level, optname): the value, or None where the call fails or Python must look. */
static PyObject *
pysock_get_number(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    long long fd, level, name;
    int result = -1, value = 0;
    socklen_t size = sizeof(value);
    (void)module;
    if (nargs == 3 && pysock_plain(args[0], INT_MIN, INT_MAX, &fd) &&
        pysock_plain(args[1], INT_MIN, INT_MAX, &level) &&
        pysock_plain(args[2], INT_MIN, INT_MAX, &name) &&
        !pysock_is_unusual(&pysock_unusual_to_get, level, name)) {
        PYSOCK_UNLOCKED(result, pysock_getsockopt((int)fd, (int)level, (int)name, &value, &size));
    }
    PyErr_Clear();
    if (result == -1) {
        Py_RETURN_NONE;
    }
    return PyLong_FromLong(value);
}

static int
pysock_note_unusual(struct pysock_unusual *options, PyObject *pairs)
{
    options->count = 0;
    for (Py_ssize_t i = 0; i < PyList_Size(pairs); i++) {
        int *level = &options->levels[options->count], *name = &options->names[options->count];
        if (options->count == PYSOCK_UNUSUAL ||
            !PyArg_ParseTuple(PyList_GetItem(pairs, i), "ii", level, name)) {
            return 0;
        }
        options->count++;
    }
    return !PyErr_Occurred();
}

/* socket_facts(length, to_get, to_set): the type socklen_t, and lists of unusual options. */
static PyObject *
pysock_socket_facts(PyObject *module, PyObject *args)
{
    PyObject *length, *to_get, *to_set;
    (void)module;
    if (!PyArg_ParseTuple(args, "OOO", &length, &to_get, &to_set) ||
        !pysock_note_unusual(&pysock_unusual_to_get, to_get) ||
        !pysock_note_unusual(&pysock_unusual_to_set, to_set)) {
        return NULL;
    }
    Py_INCREF(length);
    pysock_types.length = length;
    return PyLong_FromLong(0);
}

static int
pysock_add_sockets(void)
{
    static PyMethodDef functions[] = {
        PYSOCK_BUILTIN("accept", pysock_front_accept),
        PYSOCK_BUILTIN("getsockopt", pysock_front_getsockopt),
        PYSOCK_BUILTIN("recv", pysock_front_recv),
        PYSOCK_BUILTIN("recvfrom", pysock_front_recvfrom),
        PYSOCK_BUILTIN("send", pysock_front_send),
        PYSOCK_BUILTIN("sendto", pysock_front_sendto),
        PYSOCK_BUILTIN("setsockopt", pysock_front_setsockopt),
        {"get_number", (PyCFunction)(void (*)(void))pysock_get_number, METH_FASTCALL, NULL},
        {"recv_bytes", (PyCFunction)(void (*)(void))pysock_lent_recv_bytes, METH_FASTCALL, NULL},
        {"recv_into", (PyCFunction)(void (*)(void))pysock_lent_recv_into, METH_FASTCALL, NULL},
        {"recvfrom_bytes", (PyCFunction)(void (*)(void))pysock_lent_recvfrom_bytes, METH_FASTCALL,
         NULL},
        {"send_whole", (PyCFunction)(void (*)(void))pysock_lent_send_whole, METH_FASTCALL, NULL},
        {"sendto_whole", (PyCFunction)(void (*)(void))pysock_lent_sendto_whole, METH_FASTCALL,
         NULL},
        {"set_number", (PyCFunction)(void (*)(void))pysock_set_number, METH_FASTCALL, NULL},
        {"socket_facts", pysock_socket_facts, METH_VARARGS, NULL},
        {NULL, NULL, 0, NULL},
    };
    return pysock_add_functions(functions);
}
