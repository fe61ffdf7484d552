/* Batches: an arena of messages that one call fills or sends, recvmmsg(2) and sendmmsg(2).
 *
 * Its headers are never a program's: so nothing in them needs a check, call after call. */
#ifdef PYSOCK_CDEF
/* What came in a slot, or is to go out of it. */
struct pysock_slot {
    unsigned int name_length;
    unsigned int control_length;
    int flags;
    unsigned int segment; /* bytes of each datagram, where several came as one; else 0 */
    unsigned int before;  /* datagrams in the slots before it */
};

struct pysock_message {
    struct msghdr msg_hdr;
    unsigned int msg_len;
    ...;
};

struct pysock_batch {
    size_t count;        /* slots */
    size_t size;         /* bytes of data in each that is to be sent */
    size_t room;         /* bytes of data in each that is received */
    size_t control_size; /* bytes of control data in each */
    size_t received;     /* slots that hold what the last receive brought */
    size_t prepared;     /* headers that are still as a receive wants them */
    int names_wanted;
    int coalesced; /* datagrams that go together travel as one */
    int busy;
    char *data;
    char *controls;
    unsigned int *lengths; /* of the data in each slot */
    struct sockaddr_storage *names;
    struct iovec *vectors;
    struct pysock_message *messages;
    struct pysock_slot *slots;
};

/* A datagram: its slot, where its data lies in the arena, and how long it is. */
struct pysock_placed {
    size_t slot, start, length;
    size_t rest; /* bytes from there to the end of what came with it */
};

int pysock_add_batches(void);
int pysock_batch_close_rights(struct pysock_batch *batch);
struct pysock_placed pysock_batch_datagram(struct pysock_batch *batch, size_t index);
int pysock_batch_enter(struct pysock_batch *batch);
void pysock_batch_leave(struct pysock_batch *batch);
int pysock_batch_take_rights(struct pysock_batch *batch, size_t slot, int *taken, int room);
#endif

#include "lending.h"
#include "vectors.h"

struct pysock_slot {
    unsigned int name_length;
    unsigned int control_length;
    int flags;
    unsigned int segment, before;
};

/* struct mmsghdr, which Linux alone has. */
struct pysock_message {
    struct msghdr msg_hdr;
    unsigned int msg_len;
};

struct pysock_batch {
    size_t count, size, room, control_size, received, prepared;
    int names_wanted, coalesced, busy;
    char *data, *controls;
    unsigned int *lengths;
    struct sockaddr_storage *names;
    struct iovec *vectors;
    struct pysock_message *messages;
    struct pysock_slot *slots;
};

struct pysock_placed {
    size_t slot, start, length, rest;
};

static int pysock_receive_messages(int fd, struct pysock_message *messages, unsigned int count,
                                   int flags);
static int pysock_send_messages(int fd, struct pysock_message *messages, unsigned int count,
                                int flags);

/* The size of each datagram in a message of several; 0 for a message of one. */
static unsigned int pysock_merged_size(struct msghdr *header);
/* Whether the kernel cuts what a socket sends; others would take a message of several for one. */
static int pysock_cuts(int fd);
/* Have the kernel cut a message into datagrams of a size. */
static void pysock_merge(struct msghdr *header, char *control, size_t size);

/* Whether no other thread was inside; then the arena is the caller's until it leaves. */
static int
pysock_batch_enter(struct pysock_batch *batch)
{
    return __atomic_exchange_n(&batch->busy, 1, __ATOMIC_ACQUIRE) == 0;
}

static void
pysock_batch_leave(struct pysock_batch *batch)
{
    __atomic_store_n(&batch->busy, 0, __ATOMIC_RELEASE);
}

static char *
pysock_batch_control(const struct pysock_batch *batch, size_t slot)
{
    return batch->control_size == 0 ? NULL : batch->controls + slot * batch->control_size;
}

/* ------------------------------------------------------------------------------ datagrams */

/* The slot of a datagram: another one only where several came in one slot. */
static size_t
pysock_batch_slot(const struct pysock_batch *batch, size_t index)
{
    size_t first = 0, end = batch->received;
    if (!batch->coalesced || end == 0) {
        return index < batch->count ? index : batch->count - 1;
    }
    while (end - first > 1) {
        size_t middle = first + (end - first) / 2;
        if (batch->slots[middle].before <= index) {
            first = middle;
        } else {
            end = middle;
        }
    }
    return first;
}

static struct pysock_placed
pysock_batch_datagram(struct pysock_batch *batch, size_t index)
{
    struct pysock_placed datagram = {.slot = pysock_batch_slot(batch, index)};
    const struct pysock_slot *slot = &batch->slots[datagram.slot];
    size_t room = batch->received > 0 ? batch->room : batch->size;
    /* With MSG_TRUNC the length is the datagram's, not that of what fitted. */
    size_t length = batch->lengths[datagram.slot] < room ? batch->lengths[datagram.slot] : room;
    size_t skipped = slot->segment == 0 ? 0 : (index - slot->before) * slot->segment;
    skipped = skipped < length ? skipped : length;
    datagram.start = datagram.slot * room + skipped;
    datagram.rest = length - skipped;
    datagram.length =
        slot->segment == 0 || datagram.rest < slot->segment ? datagram.rest : slot->segment;
    return datagram;
}

/* How many datagrams lie in the rest of a slot, from one of them on. */
static unsigned int
pysock_batch_follow(const struct pysock_placed *datagram)
{
    return datagram->length == 0
               ? 1
               : (unsigned int)((datagram->rest + datagram->length - 1) / datagram->length);
}

/* ------------------------------------------------------------------------------ receiving */

/* What a receive wants of a header and does not change itself; the lengths come anew each time. */
static void
pysock_batch_prepare(struct pysock_batch *batch, size_t count)
{
    for (size_t i = batch->prepared; i < count; i++) {
        struct msghdr *header = &batch->messages[i].msg_hdr;
        batch->vectors[i].iov_base = batch->data + i * batch->room;
        batch->vectors[i].iov_len = batch->room;
        memset(header, 0, sizeof(*header));
        header->msg_iov = &batch->vectors[i];
        header->msg_iovlen = 1;
        header->msg_name = batch->names_wanted ? &batch->names[i] : NULL;
        header->msg_control = pysock_batch_control(batch, i);
    }
    batch->prepared = batch->prepared > count ? batch->prepared : count;
}

/* Keep what came in a slot; returns how many datagrams it holds. */
static unsigned int
pysock_batch_keep(struct pysock_batch *batch, size_t index, unsigned int before)
{
    struct msghdr *header = &batch->messages[index].msg_hdr;
    struct pysock_slot *slot = &batch->slots[index];
    unsigned int length = batch->messages[index].msg_len;
    batch->lengths[index] = length;
    slot->name_length = header->msg_namelen;
    slot->control_length = (unsigned int)header->msg_controllen;
    slot->flags = header->msg_flags;
    slot->segment = batch->coalesced ? pysock_merged_size(header) : 0;
    slot->before = before;
    if (slot->segment >= length || length > batch->room) {
        slot->segment = 0;
    }
    return slot->segment == 0 ? 1 : (length + slot->segment - 1) / slot->segment;
}

/* Wait for a message, then take what else is there; returns the number of datagrams. The
 * descriptors of the last time are closed or taken by now. */
static int
pysock_batch_receive(int fd, struct pysock_batch *batch, size_t count, int flags)
{
    batch->received = 0;
    count = count < batch->count ? count : batch->count;
    pysock_batch_prepare(batch, count);
    for (size_t i = 0; i < count; i++) {
        struct msghdr *header = &batch->messages[i].msg_hdr;
        header->msg_namelen = batch->names_wanted ? sizeof(batch->names[i]) : 0;
        header->msg_controllen = batch->control_size;
    }
    int got = pysock_receive_messages(fd, batch->messages, (unsigned int)count, flags);
    if (got < 0) {
        return got;
    }
    unsigned int datagrams = 0;
    for (size_t i = 0; i < (size_t)got; i++) {
        datagrams += pysock_batch_keep(batch, i, datagrams);
    }
    batch->received = (size_t)got;
    return (int)datagrams;
}

/* -------------------------------------------------------------------------------- sending */

/* Whether two slots hold datagrams to the same address. */
static int
pysock_batch_same_name(const struct pysock_batch *batch, size_t one, size_t other)
{
    unsigned int length = batch->slots[one].name_length;
    return length == batch->slots[other].name_length &&
           memcmp(&batch->names[one], &batch->names[other], length) == 0;
}

/* How many of the datagrams from `first` on can travel as one: of one length, but for the last,
 * which may be shorter; to one address; without control messages of their own. */
static size_t
pysock_batch_run(const struct pysock_batch *batch, size_t first, size_t end)
{
    size_t size = batch->lengths[first], total = size, last = size, i = first + 1;
    if (size == 0 || batch->slots[first].control_length > 0) {
        return 1;
    }
    for (; i < end && i - first < PYSOCK_MERGED_MOST && last == size; i++) {
        last = batch->lengths[i];
        total += last;
        if (last == 0 || last > size || total > PYSOCK_MERGED_SIZE ||
            batch->slots[i].control_length > 0 || !pysock_batch_same_name(batch, first, i)) {
            break;
        }
    }
    return i - first;
}

/* Point a message to a datagram, and to those behind it that travel with it; how many they are. */
static size_t
pysock_batch_compose(struct pysock_batch *batch, struct msghdr *header, struct iovec *vector,
                     size_t index, size_t end, int merge)
{
    struct pysock_placed datagram = pysock_batch_datagram(batch, index);
    const struct pysock_slot *slot = &batch->slots[datagram.slot];
    int received = batch->received > 0;
    size_t run = !merge     ? 1
                 : received ? pysock_batch_follow(&datagram)
                            : pysock_batch_run(batch, index, end);
    memset(header, 0, sizeof(*header));
    header->msg_iov = vector;
    header->msg_iovlen = received ? 1 : run;
    vector->iov_base = batch->data + datagram.start;
    vector->iov_len = merge && received ? datagram.rest : datagram.length;
    for (size_t i = 1; i < run && !received; i++) {
        vector[i].iov_base = batch->data + (index + i) * batch->size;
        vector[i].iov_len = batch->lengths[index + i];
    }
    if (slot->name_length > 0) {
        header->msg_name = &batch->names[datagram.slot];
        header->msg_namelen = slot->name_length;
    }
    if (run > 1) {
        pysock_merge(header, pysock_batch_control(batch, datagram.slot), datagram.length);
    } else if (slot->control_length > 0 && !received) {
        header->msg_control = pysock_batch_control(batch, datagram.slot);
        header->msg_controllen = slot->control_length;
    }
    return run;
}

/* Send the datagrams from `first` on, as many as there are headers for; how many were sent. */
static int
pysock_batch_send_runs(int fd, struct pysock_batch *batch, size_t first, size_t end, int flags,
                       int merge)
{
    size_t messages = 0, vectors = 0, at = first;
    for (; at < end && messages < batch->count; messages++) {
        struct msghdr *header = &batch->messages[messages].msg_hdr;
        at += pysock_batch_compose(batch, header, &batch->vectors[vectors], at, end, merge);
        vectors += (size_t)header->msg_iovlen;
    }
    int sent = pysock_send_messages(fd, batch->messages, (unsigned int)messages, flags);
    if (sent < 0) {
        return sent;
    }
    for (at = first; sent > 0; sent--) {
        struct pysock_placed datagram = pysock_batch_datagram(batch, at);
        at += !merge                ? 1
              : batch->received > 0 ? pysock_batch_follow(&datagram)
                                    : pysock_batch_run(batch, at, end);
    }
    return (int)(at - first);
}

/* Whether the kernel or the interface takes no datagrams as one; alone they may go. */
static int
pysock_refused_merged(int error)
{
    return error == EINVAL || error == EIO || error == EMSGSIZE || error == EOPNOTSUPP;
}

/* Send the datagrams from `first` to `end`, or some of them; what came in goes back without its
 * control messages. */
static int
pysock_batch_send(int fd, struct pysock_batch *batch, size_t first, size_t end, int flags)
{
    batch->prepared = 0;
    end = batch->received > 0 || end < batch->count ? end : batch->count;
    int merge = batch->coalesced && pysock_cuts(fd);
    int sent = pysock_batch_send_runs(fd, batch, first, end, flags, merge);
    return sent == -1 && merge && pysock_refused_merged(errno)
               ? pysock_batch_send_runs(fd, batch, first, end, flags, 0)
               : sent;
}

/* ----------------------------------------------------------------------------- descriptors */

/* Whether a control message carries descriptors: those that were sent, or one of the sender. */
static int
pysock_has_rights(const struct cmsghdr *cmsg)
{
    return cmsg->cmsg_level == SOL_SOCKET &&
           (cmsg->cmsg_type == SCM_RIGHTS || cmsg->cmsg_type == PYSOCK_SCM_PIDFD);
}

/* Call `visit` with each descriptor that came in a message; it may replace it. */
static int
pysock_visit_rights(struct msghdr *header, int (*visit)(int *, void *), void *context)
{
    int visited = 0;
    size_t end = header->msg_control == NULL ? 0 : (size_t)header->msg_controllen;
    for (size_t at = 0; at + sizeof(struct cmsghdr) <= end;) {
        struct cmsghdr *cmsg = (void *)((char *)header->msg_control + at);
        size_t length = cmsg->cmsg_len < end - at ? cmsg->cmsg_len : end - at;
        if (length < CMSG_LEN(0)) {
            break;
        }
        size_t count = pysock_has_rights(cmsg) ? (length - CMSG_LEN(0)) / sizeof(int) : 0;
        for (size_t i = 0; i < count; i++) {
            unsigned char *place = CMSG_DATA(cmsg) + i * sizeof(int);
            int descriptor;
            memcpy(&descriptor, place, sizeof(descriptor));
            if (descriptor >= 0) {
                visited += visit(&descriptor, context);
                memcpy(place, &descriptor, sizeof(descriptor));
            }
        }
        at += CMSG_SPACE(length - CMSG_LEN(0));
    }
    return visited;
}

static int
pysock_batch_rights(struct pysock_batch *batch, size_t index, int (*visit)(int *, void *),
                    void *context)
{
    struct msghdr header = {0};
    header.msg_control = pysock_batch_control(batch, index);
    header.msg_controllen = batch->slots[index].control_length;
    return pysock_visit_rights(&header, visit, context);
}

static int
pysock_batch_close_right(int *descriptor, void *context)
{
    (void)context;
    int saved = errno;
    close(*descriptor);
    errno = saved;
    *descriptor = -1;
    return 1;
}

/* Close what nobody has taken; returns how many. */
static int
pysock_batch_close_rights(struct pysock_batch *batch)
{
    int closed = 0;
    for (size_t i = 0; batch->control_size > 0 && i < batch->received; i++) {
        closed += pysock_batch_rights(batch, i, pysock_batch_close_right, NULL);
    }
    return closed;
}

struct pysock_taken {
    int *descriptors;
    int room;
};

static int
pysock_batch_take_right(int *descriptor, void *context)
{
    struct pysock_taken *taken = context;
    if (taken->room == 0) {
        return 0;
    }
    *taken->descriptors++ = *descriptor;
    taken->room--;
    *descriptor = -1;
    return 1;
}

/* Hand the descriptors of a slot to the program, at most `room`; returns how many. */
static int
pysock_batch_take_rights(struct pysock_batch *batch, size_t slot, int *taken, int room)
{
    struct pysock_taken context = {taken, room};
    return slot < batch->received
               ? pysock_batch_rights(batch, slot, pysock_batch_take_right, &context)
               : 0;
}

/* ------------------------------------------------------------------------ Python's objects */

/* The functions below stand in pysock._native itself; see uio_posix.c. The first argument of each
 * is an arena's address. */

/* The arena, which no other thread uses until the caller leaves it. */
static struct pysock_batch *
pysock_batch_entered(PyObject *place)
{
    struct pysock_batch *batch = PyLong_AsVoidPtr(place);
    if (batch == NULL || !pysock_batch_enter(batch)) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_RuntimeError, "another thread is using the batch");
        }
        return NULL;
    }
    return batch;
}

/* Numbers behind the arena; an exception where one is no number of its kind. */
static int
pysock_batch_numbers(PyObject *const *args, Py_ssize_t nargs, Py_ssize_t wanted, int *numbers)
{
    if (nargs != wanted) {
        PyErr_Format(PyExc_TypeError, "%zd arguments instead of %zd", nargs, wanted);
        return 0;
    }
    for (Py_ssize_t i = 1; i < wanted; i++) {
        numbers[i - 1] = _cffi_to_c_int(args[i], int);
        if (numbers[i - 1] == -1 && PyErr_Occurred()) {
            return 0;
        }
    }
    return 1;
}

/* receive_batch(arena, fd, count, flags) */
static PyObject *
pysock_receive_datagrams(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    struct pysock_batch *batch;
    int numbers[3], got;
    (void)module;
    if (!pysock_batch_numbers(args, nargs, 4, numbers) ||
        (batch = pysock_batch_entered(args[0])) == NULL) {
        return NULL;
    }
    size_t count = numbers[1] < 1 ? 1 : (size_t)numbers[1];
    PYSOCK_UNLOCKED(got, pysock_batch_receive(numbers[0], batch, count, numbers[2]));
    pysock_batch_leave(batch);
    return PyLong_FromLong(got);
}

/* send_batch(arena, fd, first, end, flags) */
static PyObject *
pysock_send_datagrams(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    struct pysock_batch *batch;
    int numbers[4], sent;
    (void)module;
    if (!pysock_batch_numbers(args, nargs, 5, numbers) ||
        (batch = pysock_batch_entered(args[0])) == NULL) {
        return NULL;
    }
    PYSOCK_UNLOCKED(sent, pysock_batch_send(numbers[0], batch, (size_t)numbers[1],
                                            (size_t)numbers[2], numbers[3]));
    pysock_batch_leave(batch);
    return PyLong_FromLong(sent);
}

/* What a list shows of a datagram; `data` is the memoryview of all slots. */
typedef PyObject *pysock_batch_item(struct pysock_batch *batch, size_t index, PyObject *data);

static PyObject *
pysock_batch_list(PyObject *const *args, Py_ssize_t nargs, pysock_batch_item *item)
{
    struct pysock_batch *batch;
    int count;
    if (!pysock_batch_numbers(args, nargs - 1, 2, &count) ||
        (batch = pysock_batch_entered(args[0])) == NULL) {
        return NULL;
    }
    PyObject *list = PyList_New(count);
    for (int i = 0; list != NULL && i < count; i++) {
        PyObject *shown = item(batch, (size_t)i, args[2]);
        if (shown == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SetItem(list, i, shown);
        }
    }
    pysock_batch_leave(batch);
    return list;
}

static PyObject *
pysock_batch_length(struct pysock_batch *batch, size_t index, PyObject *data)
{
    (void)data;
    struct pysock_placed datagram = pysock_batch_datagram(batch, index);
    unsigned int merged = batch->slots[datagram.slot].segment;
    return PyLong_FromSize_t(merged ? datagram.length : batch->lengths[datagram.slot]);
}

static PyObject *
pysock_batch_copy(struct pysock_batch *batch, size_t index, PyObject *data)
{
    (void)data;
    struct pysock_placed datagram = pysock_batch_datagram(batch, index);
    return PyBytes_FromStringAndSize(batch->data + datagram.start, (Py_ssize_t)datagram.length);
}

static PyObject *
pysock_batch_view(struct pysock_batch *batch, size_t index, PyObject *data)
{
    struct pysock_placed datagram = pysock_batch_datagram(batch, index);
    PyObject *start = PyLong_FromSize_t(datagram.start);
    PyObject *end = PyLong_FromSize_t(datagram.start + datagram.length);
    PyObject *slice = start == NULL || end == NULL ? NULL : PySlice_New(start, end, NULL);
    PyObject *view = slice == NULL ? NULL : PyObject_GetItem(data, slice);
    Py_XDECREF(slice);
    Py_XDECREF(end);
    Py_XDECREF(start);
    return view;
}

/* batch_lengths(arena, count, data): a list of ints; batch_copies: of bytes; batch_views: of
 * memoryviews, slices of `data`. */
static PyObject *
pysock_list_lengths(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    (void)module;
    return pysock_batch_list(args, nargs, pysock_batch_length);
}

static PyObject *
pysock_list_copies(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    (void)module;
    return pysock_batch_list(args, nargs, pysock_batch_copy);
}

static PyObject *
pysock_list_views(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    (void)module;
    return pysock_batch_list(args, nargs, pysock_batch_view);
}

/* Copy a datagram into a slot; whether it is bytes and has room. */
static int
pysock_store_datagram(struct pysock_batch *batch, size_t index, PyObject *datagram, PyObject *name)
{
    if (!PyBytes_CheckExact(datagram) || (size_t)PyBytes_Size(datagram) > batch->size) {
        return 0;
    }
    struct pysock_slot *slot = &batch->slots[index];
    memset(slot, 0, sizeof(*slot));
    batch->lengths[index] = (unsigned int)PyBytes_Size(datagram);
    slot->name_length = (unsigned int)PyBytes_Size(name);
    memcpy(batch->data + index * batch->size, PyBytes_AsString(datagram), batch->lengths[index]);
    memcpy(&batch->names[index], PyBytes_AsString(name), slot->name_length);
    return 1;
}

/* store_datagrams(arena, first, skipped, datagrams, name): copy datagrams from a list of bytes into
 * the slots from `first` on, all with one address.
 *
 * Returns how many: it stops where the slots end, and before what is no bytes or has no room. */
static PyObject *
pysock_store_datagrams(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    struct pysock_batch *batch;
    int numbers[2];
    (void)module;
    if (!pysock_batch_numbers(args, nargs - 2, 3, numbers)) {
        return NULL;
    }
    PyObject *datagrams = args[3], *name = args[4];
    if (!PyList_Check(datagrams) || !PyBytes_Check(name)) {
        return PyErr_Format(PyExc_TypeError, "a list and bytes are wanted");
    }
    if ((size_t)PyBytes_Size(name) > sizeof(struct sockaddr_storage)) {
        return PyLong_FromLong(0);
    }
    if ((batch = pysock_batch_entered(args[0])) == NULL) {
        return NULL;
    }
    size_t first = (size_t)numbers[0], index = first;
    for (Py_ssize_t i = numbers[1]; i < PyList_Size(datagrams) && index < batch->count; i++) {
        PyObject *datagram = PySequence_GetItem(datagrams, i); /* another thread may drop it */
        if (datagram == NULL) {
            PyErr_Clear(); /* it has: the list ends here */
            break;
        }
        int stored = pysock_store_datagram(batch, index, datagram, name);
        Py_DECREF(datagram);
        if (!stored) {
            break;
        }
        index++;
    }
    pysock_batch_leave(batch);
    return PyLong_FromSize_t(index - first);
}

static int
pysock_add_batches(void)
{
    static PyMethodDef functions[] = {
        {"batch_copies", (PyCFunction)(void (*)(void))pysock_list_copies, METH_FASTCALL, NULL},
        {"batch_lengths", (PyCFunction)(void (*)(void))pysock_list_lengths, METH_FASTCALL, NULL},
        {"batch_views", (PyCFunction)(void (*)(void))pysock_list_views, METH_FASTCALL, NULL},
        {"receive_batch", (PyCFunction)(void (*)(void))pysock_receive_datagrams, METH_FASTCALL,
         NULL},
        {"send_batch", (PyCFunction)(void (*)(void))pysock_send_datagrams, METH_FASTCALL, NULL},
        {"store_datagrams", (PyCFunction)(void (*)(void))pysock_store_datagrams, METH_FASTCALL,
         NULL},
        {NULL, NULL, 0, NULL},
    };
    return pysock_add_functions(functions);
}
