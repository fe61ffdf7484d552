/* Files by name and by descriptor: stat(2), access(2), truncate(2), mkdir(2), lockf(3), … */
#ifdef PYSOCK_CDEF
/* open(2) and its family: what a relative path starts from, and how it is followed. */
#define AT_EACCESS ...
#define AT_EMPTY_PATH ...
#define AT_FDCWD ...
#define AT_NO_AUTOMOUNT ...
#define AT_REMOVEDIR ...
#define AT_SYMLINK_FOLLOW ...
#define AT_SYMLINK_NOFOLLOW ...

/* access(2). */
#define F_OK ...
#define R_OK ...
#define W_OK ...
#define X_OK ...

/* flock(2) and lockf(3). */
#define F_LOCK ...
#define F_TEST ...
#define F_TLOCK ...
#define F_ULOCK ...
#define LOCK_EX ...
#define LOCK_MAND ...
#define LOCK_NB ...
#define LOCK_READ ...
#define LOCK_RW ...
#define LOCK_SH ...
#define LOCK_UN ...
#define LOCK_WRITE ...

/* posix_fadvise(2). */
#define POSIX_FADV_DONTNEED ...
#define POSIX_FADV_NOREUSE ...
#define POSIX_FADV_NORMAL ...
#define POSIX_FADV_RANDOM ...
#define POSIX_FADV_SEQUENTIAL ...
#define POSIX_FADV_WILLNEED ...

/* utimensat(2): in tv_nsec. */
#define UTIME_NOW ...
#define UTIME_OMIT ...

typedef int... blkcnt_t;
typedef int... blksize_t;
typedef int... dev_t;
typedef int... ino_t;
typedef int... nlink_t;

int access(const char *path, int mode);
int chdir(const char *path);
int chmod(const char *path, mode_t mode);
int chown(const char *path, uid_t owner, gid_t group);
int fchdir(int fd);
int fchmod(int fd, mode_t mode);
int fchown(int fd, uid_t owner, gid_t group);
int fstat(int fd, struct stat *statbuf);
int fsync(int fd);
int ftruncate(int fd, off_t length);
int futimens(int fd, const struct timespec *times);
char *getcwd(char *buf, size_t size);
int lchown(const char *path, uid_t owner, gid_t group);
int link(const char *oldpath, const char *newpath);
int lstat(const char *path, struct stat *statbuf);
int mkdir(const char *path, mode_t mode);
int mkfifo(const char *path, mode_t mode);
int mkstemp(char *template);
ssize_t readlink(const char *path, char *buf, size_t bufsiz);
char *realpath(const char *path, char *resolved_path);
int remove(const char *path);
int rename(const char *oldpath, const char *newpath);
int rmdir(const char *path);
int stat(const char *path, struct stat *statbuf);
int symlink(const char *target, const char *linkpath);
int truncate(const char *path, off_t length);
mode_t umask(mode_t mask);
int utimensat(int dirfd, const char *path, const struct timespec *times, int flags);
char *pysock_mkdtemp(char *template);
int pysock_flock(int fd, int operation);
int pysock_lockf(int fd, int cmd, off_t len);
int pysock_openat(int dirfd, const char *path, int flags, mode_t mode);
#endif

static int
pysock_openat(int dirfd, const char *path, int flags, mode_t mode)
{
    RETURN_RESTARTABLE(int, openat(dirfd, path, flags, mode));
}

static int
pysock_flock(int fd, int operation)
{
    RETURN_RESTARTABLE(int, flock(fd, operation));
}

static int
pysock_lockf(int fd, int cmd, off_t len)
{
    RETURN_RESTARTABLE(int, lockf(fd, cmd, len));
}

static char *
pysock_mkdtemp(char *template)
{
    return mkdtemp(template);
}
