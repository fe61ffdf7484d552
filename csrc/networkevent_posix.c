/* WSAEventSelect over poll(2).
 *
 * Winsock records an event once, and again only after the call that reacts to it (recv, accept, a
 * send that would block): until then the event is not *armed*. Every call on a socket comes through
 * pysock_seen of restart.h, which arms it. Nothing runs in the background: what happened is found
 * out by whoever waits for the event object or asks WSAEnumNetworkEvents. */
#ifdef PYSOCK_CDEF
#endif

#ifdef POLLRDHUP
#define PYSOCK_POLLRDHUP POLLRDHUP
#else
#define PYSOCK_POLLRDHUP 0 /* the end of both directions is told unasked */
#endif

#define CONNECTED_EVENTS (FD_READ | FD_WRITE | FD_OOB | FD_CLOSE)

typedef struct pysock_selection {
    int fd;
    ino_t inode; /* another socket may have the descriptor by now */
    intptr_t event;
    LONG wanted;
    LONG armed;
    LONG recorded;
    int errors[FD_MAX_EVENTS];
    int is_stream;
    int is_listening;
    int is_connected;
    struct pysock_selection *next;
} pysock_selection;

static pysock_selection *pysock_selections; /* guarded by pysock_handles_lock */

/* ---- Under the lock ---- */
static int
pysock_socket_number(int fd, int option)
{
    int number = 0;
    socklen_t size = sizeof(number);
    return getsockopt(fd, SOL_SOCKET, option, &number, &size) == 0 ? number : 0;
}

static ino_t
pysock_inode(int fd)
{
    struct stat status;
    return fstat(fd, &status) == 0 ? status.st_ino : 0;
}

static pysock_selection **
pysock_selection_place(int fd)
{
    pysock_selection **place = &pysock_selections;
    while (*place != NULL && (*place)->fd != fd) {
        place = &(*place)->next;
    }
    return place;
}

static void
pysock_drop_selection(pysock_selection **place)
{
    pysock_selection *selection = *place;
    if (selection != NULL) {
        *place = selection->next;
        free(selection);
        pysock_selected--;
    }
}

/* The selection of a descriptor that is still the same socket. */
static pysock_selection *
pysock_selection_of(int fd)
{
    pysock_selection **place = pysock_selection_place(fd);
    if (*place != NULL && pysock_inode(fd) != (*place)->inode) {
        pysock_drop_selection(place);
    }
    return *place;
}

/* Find out which events can come: after WSAEventSelect, and where listen() may have followed it. */
static void
pysock_arm_by_state(pysock_selection *selection)
{
    struct sockaddr_storage peer;
    socklen_t size = sizeof(peer);
    struct pollfd writable = {selection->fd, POLLOUT, 0};
    if (!selection->is_stream) {
        selection->armed = FD_READ | FD_WRITE;
        selection->is_connected = 1;
    } else if (pysock_socket_number(selection->fd, SO_ACCEPTCONN)) {
        selection->armed = FD_ACCEPT;
        selection->is_listening = 1;
    } else if (getpeername(selection->fd, (struct sockaddr *)&peer, &size) == 0) {
        selection->armed = CONNECTED_EVENTS;
        selection->is_connected = 1;
    } else if (poll(&writable, 1, 0) == 0) { /* neither open nor closed: connect() is under way */
        selection->armed = FD_CONNECT;
    }
}

static pysock_selection *
pysock_select_socket(int fd, intptr_t event, LONG wanted)
{
    pysock_drop_selection(pysock_selection_place(fd));
    pysock_selection *made = calloc(1, sizeof(*made));
    if (made != NULL) {
        made->fd = fd;
        made->inode = pysock_inode(fd);
        made->event = event;
        made->wanted = wanted;
        made->is_stream = pysock_socket_number(fd, SO_TYPE) == SOCK_STREAM;
        pysock_arm_by_state(made);
        made->next = pysock_selections;
        pysock_selections = made;
        pysock_selected++;
    }
    return made;
}

static void
pysock_record(pysock_selection *selection, int bit, int code)
{
    LONG event = 1 << bit;
    LONG armed = selection->armed & selection->wanted & event;
    selection->armed &= ~event;
    if (armed) {
        selection->recorded |= event;
        selection->errors[bit] = code;
        pysock_signal_event(selection->event);
    }
}

/* Data, or the end of it: the end is told when all data has been read. */
static void
pysock_record_input(pysock_selection *selection)
{
    char byte;
    ssize_t count = recv(selection->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (count == -1 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
        return;
    }
    int code = count == -1 ? pysock_code_of(errno) : 0;
    if (count > 0 || !selection->is_stream) {
        pysock_record(selection, FD_READ_BIT, code);
    } else {
        pysock_record(selection, FD_CLOSE_BIT, code);
        selection->armed = 0;
    }
}

static void
pysock_record_connection(pysock_selection *selection)
{
    int error = pysock_socket_number(selection->fd, SO_ERROR);
    pysock_record(selection, FD_CONNECT_BIT, pysock_code_of(error));
    if (error == 0) {
        selection->is_connected = 1;
        selection->armed = CONNECTED_EVENTS;
        pysock_record(selection, FD_WRITE_BIT, 0);
    }
}

/* What poll is asked for a socket, 0 for nothing. */
static short
pysock_watched(const pysock_selection *selection)
{
    LONG events = selection->armed & selection->wanted;
    short asked = 0;
    asked |= events & (FD_READ | FD_ACCEPT) ? POLLIN : 0;
    asked |= events & (FD_WRITE | FD_CONNECT) ? POLLOUT : 0;
    asked |= events & FD_OOB ? POLLPRI : 0;
    asked |= events & FD_CLOSE && !(selection->wanted & FD_READ) ? PYSOCK_POLLRDHUP : 0;
    return asked;
}

static void
pysock_pump_socket(pysock_selection *selection)
{
    if (!selection->is_connected && !selection->is_listening && selection->armed == 0) {
        pysock_arm_by_state(selection);
    }
    struct pollfd ready = {selection->fd, pysock_watched(selection), 0};
    if (ready.events == 0 || poll(&ready, 1, 0) != 1) {
        return;
    }
    if (selection->is_listening) {
        pysock_record(selection, FD_ACCEPT_BIT, 0);
    } else if (!selection->is_connected) {
        pysock_record_connection(selection);
    } else {
        if (ready.revents & POLLPRI) {
            pysock_record(selection, FD_OOB_BIT, 0);
        }
        if (ready.revents & POLLOUT) {
            pysock_record(selection, FD_WRITE_BIT, 0);
        }
        if (ready.revents & (POLLIN | POLLHUP | POLLERR | PYSOCK_POLLRDHUP)) {
            pysock_record_input(selection);
        }
    }
}

static int
pysock_is_among(intptr_t event, const intptr_t *events, DWORD count)
{
    for (DWORD i = 0; i < count; i++) {
        if (events[i] == event) {
            return 1;
        }
    }
    return 0;
}

static void
pysock_network_pump(const intptr_t *events, DWORD count)
{
    pysock_selection **place = &pysock_selections;
    while (*place != NULL) {
        pysock_selection *selection = *place;
        if (pysock_is_among(selection->event, events, count)) {
            if (pysock_inode(selection->fd) != selection->inode) {
                pysock_drop_selection(place);
                continue;
            }
            pysock_pump_socket(selection);
        }
        place = &selection->next;
    }
}

static nfds_t
pysock_network_watched(const intptr_t *events, DWORD count, struct pollfd *fds, nfds_t room)
{
    nfds_t sockets = 0;
    for (pysock_selection *each = pysock_selections; each != NULL; each = each->next) {
        short asked = pysock_is_among(each->event, events, count) ? pysock_watched(each) : 0;
        if (asked == 0) {
            continue;
        }
        if (sockets < room) {
            fds[sockets].fd = each->fd;
            fds[sockets].events = asked;
        }
        sockets++;
    }
    return sockets;
}

/* ---- What a call on a socket allows ---- */
static void
pysock_after_receiving(pysock_selection *selection, long long result)
{
    if (!selection->is_listening) {
        if (selection->armed & FD_CLOSE || !selection->is_stream) {
            selection->armed |= FD_READ | FD_OOB;
        }
        return;
    }
    selection->armed |= FD_ACCEPT;
    if (result >= 0) { /* an accepted socket has all the properties of the listening one */
        int fd = (int)result;
        fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
        pysock_select_socket(fd, selection->event, selection->wanted);
    }
}

static void
pysock_after_sending(pysock_selection *selection, long long result, int error)
{
    int would_block = result == -1 && (error == EAGAIN || error == EWOULDBLOCK);
    if (selection->is_connected) {
        selection->armed |= would_block ? FD_WRITE : 0;
    } else if (result == 0 || (result == -1 && error == EINPROGRESS)) {
        selection->armed |= FD_CONNECT;
    }
}

static void
pysock_network_call(int fd, int option, long long result)
{
    int error = errno;
    pysock_lock_handles();
    pysock_selection *selection = pysock_selection_of(fd);
    if (selection != NULL) {
        if (option == SO_RCVTIMEO) {
            pysock_after_receiving(selection, result);
        } else {
            pysock_after_sending(selection, result, error);
        }
        pysock_wake_waiters();
    }
    pysock_unlock_handles();
    errno = error;
}

/* ---- The calls ---- */
static int
pysock_is_selected(int fd)
{
    pysock_lock_handles();
    int selected = pysock_selection_of(fd) != NULL;
    pysock_unlock_handles();
    return selected;
}

static void
pysock_forget_selection(int fd)
{
    pysock_lock_handles();
    pysock_drop_selection(pysock_selection_place(fd));
    pysock_unlock_handles();
}

static int
pysock_WSAEventSelect(SOCKET s, intptr_t hEventObject, LONG lNetworkEvents)
{
    REQUIRE_STARTUP(SOCKET_ERROR);
    if (!pysock_is_socket(s)) {
        return SOCKET_ERROR;
    }
    if (lNetworkEvents == 0) {
        pysock_forget_selection(s);
        return 0;
    }
    if (pysock_use(hEventObject, PYSOCK_EVENT) == NULL) {
        errno = EINVAL;
        return SOCKET_ERROR;
    }
    fcntl(s, F_SETFL, fcntl(s, F_GETFL) | O_NONBLOCK);
    pysock_selection *made = pysock_select_socket(s, hEventObject, lNetworkEvents);
    pysock_wake_waiters();
    pysock_unlock_handles();
    errno = made == NULL ? ENOBUFS : errno;
    return made == NULL ? SOCKET_ERROR : 0;
}

static int
pysock_WSAEnumNetworkEvents(SOCKET s, intptr_t hEventObject, WSANETWORKEVENTS *lpNetworkEvents)
{
    REQUIRE_STARTUP(SOCKET_ERROR);
    if (!pysock_is_socket(s)) {
        return SOCKET_ERROR;
    }
    pysock_lock_handles();
    pysock_object *event = pysock_object_of(hEventObject);
    if (hEventObject != 0 && (event == NULL || event->kind != PYSOCK_EVENT)) {
        pysock_unlock_handles();
        errno = EINVAL;
        return SOCKET_ERROR;
    }
    memset(lpNetworkEvents, 0, sizeof(*lpNetworkEvents));
    pysock_selection *selection = pysock_selection_of(s);
    if (selection != NULL) {
        pysock_pump_socket(selection);
        lpNetworkEvents->lNetworkEvents = selection->recorded;
        memcpy(lpNetworkEvents->iErrorCode, selection->errors, sizeof(selection->errors));
        selection->recorded = 0;
        memset(selection->errors, 0, sizeof(selection->errors));
    }
    if (event != NULL) {
        event->count = 0; /* after the look, whose events it would tell again */
    }
    pysock_unlock_handles();
    return 0;
}
