/* Reading directories: opendir(3), readdir(3). */
#ifdef PYSOCK_CDEF
typedef... DIR;

/* The types of struct dirent. */
#define DT_BLK ...
#define DT_CHR ...
#define DT_DIR ...
#define DT_FIFO ...
#define DT_LNK ...
#define DT_REG ...
#define DT_SOCK ...
#define DT_UNKNOWN ...

int closedir(DIR *dirp);
int dirfd(DIR *dirp);
DIR *fdopendir(int fd);
DIR *opendir(const char *name);
void rewinddir(DIR *dirp);
void seekdir(DIR *dirp, long loc);
long telldir(DIR *dirp);
int pysock_readdir(DIR *dirp, struct dirent *entry);
#endif

/* Copies the next entry, which C may keep in less room than a whole struct dirent takes. Returns 0
 * for none; only an error changes errno. */
static int
pysock_readdir(DIR *dirp, struct dirent *entry)
{
    int saved = errno;
    errno = 0;
    struct dirent *found = readdir(dirp);
    if (found != NULL) {
        memset(entry, 0, sizeof(*entry));
        memcpy(entry, found, offsetof(struct dirent, d_name) + strlen(found->d_name));
    }
    if (errno == 0) {
        errno = saved;
    }
    return found != NULL;
}
