/* Batches: an arena of messages that one call fills or sends, recvmmsg(2) and sendmmsg(2).
 *
 * Its headers are never a program's: so nothing in them needs a check, call after call. */
#ifdef PYSOCK_CDEF
/* What came in a slot, or is to go out of it. */
struct pysock_slot {
    unsigned int name_length;
    unsigned int control_length;
    int flags;
};

struct pysock_message {
    struct msghdr msg_hdr;
    unsigned int msg_len;
    ...;
};

struct pysock_batch {
    size_t count;        /* slots */
    size_t size;         /* bytes of data in each */
    size_t control_size; /* bytes of control data in each */
    size_t received;     /* slots that hold what the last receive brought */
    size_t prepared;     /* headers that are still as a receive wants them */
    int names_wanted;
    char *data;
    char *controls;
    unsigned int *lengths; /* of the data in each slot */
    struct sockaddr_storage *names;
    struct iovec *vectors;
    struct pysock_message *messages;
    struct pysock_slot *slots;
};

int pysock_add_batches(void);
int pysock_batch_close_rights(struct pysock_batch *batch);
int pysock_batch_receive(int fd, struct pysock_batch *batch, size_t count, int flags);
int pysock_batch_send(int fd, struct pysock_batch *batch, size_t first, size_t end, int flags);
int pysock_batch_take_rights(struct pysock_batch *batch, size_t index, int *taken, int room);
#endif

#include "vectors.h"

struct pysock_slot {
    unsigned int name_length;
    unsigned int control_length;
    int flags;
};

/* struct mmsghdr, which Linux alone has. */
struct pysock_message {
    struct msghdr msg_hdr;
    unsigned int msg_len;
};

struct pysock_batch {
    size_t count, size, control_size, received, prepared;
    int names_wanted;
    char *data, *controls;
    unsigned int *lengths;
    struct sockaddr_storage *names;
    struct iovec *vectors;
    struct pysock_message *messages;
    struct pysock_slot *slots;
};

static int pysock_receive_messages(int fd, struct pysock_message *messages, unsigned int count,
                                   int flags);
static int pysock_send_messages(int fd, struct pysock_message *messages, unsigned int count,
                                int flags);

/* Point a message to its slot, `length` bytes of it. */
static struct msghdr *
pysock_batch_header(struct pysock_batch *batch, size_t index, size_t length)
{
    struct msghdr *header = &batch->messages[index].msg_hdr;
    batch->vectors[index].iov_base = batch->data + index * batch->size;
    batch->vectors[index].iov_len = length;
    memset(header, 0, sizeof(*header));
    header->msg_iov = &batch->vectors[index];
    header->msg_iovlen = 1;
    return header;
}

static char *
pysock_batch_control(const struct pysock_batch *batch, size_t index)
{
    return batch->control_size == 0 ? NULL : batch->controls + index * batch->control_size;
}

/* What a receive wants of a header and does not change itself; the lengths come anew each time. */
static void
pysock_batch_prepare(struct pysock_batch *batch, size_t count)
{
    for (size_t i = batch->prepared; i < count; i++) {
        struct msghdr *header = pysock_batch_header(batch, i, batch->size);
        header->msg_name = batch->names_wanted ? &batch->names[i] : NULL;
        header->msg_control = pysock_batch_control(batch, i);
    }
    batch->prepared = batch->prepared > count ? batch->prepared : count;
}

/* Wait for a message, then take what else is there. The descriptors of the last time are closed or
 * taken by now. */
static int
pysock_batch_receive(int fd, struct pysock_batch *batch, size_t count, int flags)
{
    batch->received = 0;
    pysock_batch_prepare(batch, count);
    for (size_t i = 0; i < count; i++) {
        struct msghdr *header = &batch->messages[i].msg_hdr;
        header->msg_namelen = batch->names_wanted ? sizeof(batch->names[i]) : 0;
        header->msg_controllen = batch->control_size;
    }
    int got = pysock_receive_messages(fd, batch->messages, (unsigned int)count, flags);
    for (int i = 0; i < got; i++) {
        const struct msghdr *header = &batch->messages[i].msg_hdr;
        struct pysock_slot *slot = &batch->slots[i];
        batch->lengths[i] = batch->messages[i].msg_len;
        slot->name_length = header->msg_namelen;
        slot->control_length = (unsigned int)header->msg_controllen;
        slot->flags = header->msg_flags;
    }
    batch->received = got > 0 ? (size_t)got : 0;
    return got;
}

/* Send the slots from `first` to `end`; what came in goes back without its control messages. */
static int
pysock_batch_send(int fd, struct pysock_batch *batch, size_t first, size_t end, int flags)
{
    batch->prepared = 0;
    for (size_t i = first; i < end; i++) {
        const struct pysock_slot *slot = &batch->slots[i];
        /* With MSG_TRUNC the length is the datagram's, not that of what fitted. */
        size_t length = batch->lengths[i] < batch->size ? batch->lengths[i] : batch->size;
        struct msghdr *header = pysock_batch_header(batch, i, length);
        if (slot->name_length > 0) {
            header->msg_name = &batch->names[i];
            header->msg_namelen = slot->name_length;
        }
        if (slot->control_length > 0 && batch->received == 0) {
            header->msg_control = pysock_batch_control(batch, i);
            header->msg_controllen = slot->control_length;
        }
    }
    return pysock_send_messages(fd, batch->messages + first, (unsigned int)(end - first), flags);
}

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
    size_t end = (size_t)header->msg_controllen;
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
pysock_batch_take_rights(struct pysock_batch *batch, size_t index, int *taken, int room)
{
    struct pysock_taken context = {taken, room};
    return index < batch->received
               ? pysock_batch_rights(batch, index, pysock_batch_take_right, &context)
               : 0;
}

/* The function below stands in pysock._native itself; see uio_posix.c. */

/* Copy datagrams from a list of bytes into the slots from `first` on, all with one address.
 *
 * Returns how many: it stops where the slots end, and before what is no bytes or has no room. */
static PyObject *
pysock_store_datagrams(PyObject *module, PyObject *args)
{
    PyObject *place, *datagrams, *name;
    Py_ssize_t first, skipped;
    (void)module;
    if (!PyArg_ParseTuple(args, "OnO!nS", &place, &first, &PyList_Type, &datagrams, &skipped,
                          &name)) {
        return NULL;
    }
    struct pysock_batch *batch = PyLong_AsVoidPtr(place);
    size_t name_length = (size_t)PyBytes_Size(name);
    if (batch == NULL || name_length > sizeof(*batch->names)) {
        return PyErr_Occurred() ? NULL : PyLong_FromLong(0);
    }
    size_t index = (size_t)first;
    for (Py_ssize_t i = skipped; i < PyList_Size(datagrams) && index < batch->count; i++) {
        PyObject *datagram = PySequence_GetItem(datagrams, i); /* another thread may drop it */
        if (datagram == NULL) {
            PyErr_Clear(); /* it has: the list ends here */
            break;
        }
        if (!PyBytes_CheckExact(datagram) || (size_t)PyBytes_Size(datagram) > batch->size) {
            Py_DECREF(datagram);
            break;
        }
        struct pysock_slot *slot = &batch->slots[index];
        batch->lengths[index] = (unsigned int)PyBytes_Size(datagram);
        slot->name_length = (unsigned int)name_length;
        slot->control_length = 0;
        memcpy(batch->data + index * batch->size, PyBytes_AsString(datagram),
               batch->lengths[index]);
        memcpy(&batch->names[index], PyBytes_AsString(name), name_length);
        Py_DECREF(datagram);
        index++;
    }
    return PyLong_FromSize_t(index - (size_t)first);
}

static int
pysock_add_batches(void)
{
    static PyMethodDef functions[] = {
        {"store_datagrams", pysock_store_datagrams, METH_VARARGS, NULL},
        {NULL, NULL, 0, NULL},
    };
    return pysock_add_functions(functions);
}
