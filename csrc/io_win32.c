/* Descriptors of the C runtime, for files and pipes; sockets are none of them. */
#ifdef PYSOCK_CDEF
/* open's kinds of files, where a text's lines end in CR LF. */
#define O_BINARY ...
#define O_NOINHERIT ...
#define O_RANDOM ...
#define O_SEQUENTIAL ...
#define O_SHORT_LIVED ...
#define O_TEMPORARY ...
#define O_TEXT ...

int close(int fd);
int creat(const char *path, mode_t mode);
int dup(int oldfd);
int dup2(int oldfd, int newfd);
off_t lseek(int fd, off_t offset, int whence);
int pipe(int pipefd[2]);
int unlink(const char *path);
int pysock_open(const char *path, int flags, mode_t mode);
ssize_t pysock_read(int fd, void *buf, ssize_t count, ssize_t room);
ssize_t pysock_write(int fd, const void *buf, ssize_t count, ssize_t room);
#endif

/* A SOCKET and a descriptor may be the same number. Which of them pysock gave out is remembered, so
 * that a second close of either is what it is in C: an error, and no mistake of the one for the
 * other. The C runtime has no descriptors beyond. */
enum { PYSOCK_DESCRIPTORS = 8192, PYSOCK_WAS_SOCKET = 1, PYSOCK_WAS_DESCRIPTOR = 2 };
static volatile LONG pysock_was[PYSOCK_DESCRIPTORS];

static intptr_t
pysock_remember(intptr_t number, LONG kind)
{
    if (number >= 0 && number < PYSOCK_DESCRIPTORS) {
        InterlockedOr(&pysock_was[number], kind);
    }
    return number;
}

static int
pysock_remembers(intptr_t number, LONG kind)
{
    return number >= 0 && number < PYSOCK_DESCRIPTORS && (pysock_was[number] & kind) != 0;
}

/* Whether a number is a socket; WSAGetLastError stays. */
static int
pysock_is_socket(intptr_t number)
{
    int error = WSAGetLastError();
    int type, size = sizeof(type);
    int is = getsockopt((SOCKET)number, SOL_SOCKET, SO_TYPE, (char *)&type, &size) == 0;
    WSASetLastError(error);
    return is;
}

/* What a call on descriptors came to. It raises where it got a socket instead. */
static ssize_t
pysock_unmixed(int fd, ssize_t result)
{
    int mixed_up = result == -1 && errno == EBADF && pysock_is_socket(fd);
    return mixed_up && !pysock_remembers(fd, PYSOCK_WAS_DESCRIPTOR) ? PYSOCK_MIXED_UP : result;
}

/* Names of the C runtime, which has some of them only without POSIX's meaning. The code that cffi
 * generates calls what stands here. */
static int
pysock_close(int fd)
{
    return (int)pysock_unmixed(fd, _close(fd));
}

static int
pysock_made(int fd)
{
    return (int)pysock_remember(fd, PYSOCK_WAS_DESCRIPTOR);
}

static int
pysock_open(const char *path, int flags, mode_t mode)
{
    RETURN_WIDE(int, -1, path, pysock_made(_wopen(wide, flags, mode & (_S_IREAD | _S_IWRITE))));
}

static int
pysock_creat(const char *path, mode_t mode)
{
    return pysock_open(path, _O_WRONLY | _O_CREAT | _O_TRUNC, mode);
}

static int
pysock_dup(int oldfd)
{
    return pysock_made(_dup(oldfd));
}

static int
pysock_dup2(int oldfd, int newfd)
{
    return _dup2(oldfd, newfd) == -1 ? -1 : pysock_made(newfd);
}

enum { PYSOCK_PIPE_ROOM = 65536 };

static int
pysock_pipe(int pipefd[2])
{
    if (_pipe(pipefd, PYSOCK_PIPE_ROOM, _O_BINARY) == -1) {
        return -1;
    }
    pysock_made(pipefd[0]);
    pysock_made(pipefd[1]);
    return 0;
}

static int
pysock_unlink(const char *path)
{
    RETURN_WIDE(int, -1, path, _wunlink(wide));
}

#define close pysock_close
#define creat pysock_creat
#define dup pysock_dup
#define dup2 pysock_dup2
#define lseek _lseeki64
#define pipe pysock_pipe
#define unlink pysock_unlink

static unsigned
pysock_at_most_an_int(size_t count)
{
    return count > INT_MAX ? INT_MAX : (unsigned)count;
}

static ssize_t
pysock_read(int fd, void *buf, ssize_t count, ssize_t room)
{
    RETURN_IF_OUTSIDE(count, room);
    return pysock_unmixed(fd, _read(fd, buf, pysock_at_most_an_int((size_t)count)));
}

static ssize_t
pysock_write(int fd, const void *buf, ssize_t count, ssize_t room)
{
    RETURN_IF_OUTSIDE(count, room);
    return pysock_unmixed(fd, _write(fd, buf, pysock_at_most_an_int((size_t)count)));
}
