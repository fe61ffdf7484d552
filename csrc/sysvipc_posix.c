/* System V's shared memory, message queues and semaphores: sysvipc(7). */
#ifdef PYSOCK_CDEF
typedef int... key_t;
typedef int... msglen_t;
typedef int... msgqnum_t;
typedef int... pysock_ipc_mode_t;
typedef int... pysock_nsems_t;
typedef int... shmatt_t;

/* What all three have: sysvipc(7). */
#define IPC_CREAT ...
#define IPC_EXCL ...
#define IPC_NOWAIT ...
#define IPC_PRIVATE ...
#define IPC_RMID ...
#define IPC_SET ...
#define IPC_STAT ...

/* shmget(2), shmop(2), shmctl(2). */
#define SHMLBA ...
#define SHM_EXEC ...
#define SHM_HUGETLB ...
#define SHM_LOCK ...
#define SHM_NORESERVE ...
#define SHM_R ...
#define SHM_RDONLY ...
#define SHM_REMAP ...
#define SHM_RND ...
#define SHM_UNLOCK ...
#define SHM_W ...

/* msgop(2). */
#define MSG_COPY ...
#define MSG_EXCEPT ...
#define MSG_NOERROR ...

/* semop(2), semctl(2). */
#define GETALL ...
#define GETNCNT ...
#define GETPID ...
#define GETVAL ...
#define GETZCNT ...
#define SEM_UNDO ...
#define SETALL ...
#define SETVAL ...

struct ipc_perm {
    uid_t uid;
    gid_t gid;
    uid_t cuid;
    gid_t cgid;
    pysock_ipc_mode_t mode;
    ...;
};

struct shmid_ds {
    struct ipc_perm shm_perm;
    size_t shm_segsz;
    time_t shm_atime;
    time_t shm_dtime;
    time_t shm_ctime;
    pid_t shm_cpid;
    pid_t shm_lpid;
    shmatt_t shm_nattch;
    ...;
};

struct msqid_ds {
    struct ipc_perm msg_perm;
    time_t msg_stime;
    time_t msg_rtime;
    time_t msg_ctime;
    msgqnum_t msg_qnum;
    msglen_t msg_qbytes;
    pid_t msg_lspid;
    pid_t msg_lrpid;
    ...;
};

struct semid_ds {
    struct ipc_perm sem_perm;
    time_t sem_otime;
    time_t sem_ctime;
    pysock_nsems_t sem_nsems;
    ...;
};

struct sembuf {
    unsigned short sem_num;
    short sem_op;
    short sem_flg;
    ...;
};

key_t ftok(const char *pathname, int proj_id);
int msgctl(int msqid, int cmd, struct msqid_ds *buf);
int msgget(key_t key, int msgflg);
int semget(key_t key, int nsems, int semflg);
int shmctl(int shmid, int cmd, struct shmid_ds *buf);
int shmget(key_t key, size_t size, int shmflg);
ssize_t pysock_msgrcv(int msqid, void *msgp, size_t msgsz, long msgtyp, int msgflg);
int pysock_msgsnd(int msqid, const void *msgp, size_t msgsz, int msgflg);
int pysock_semctl(int semid, int semnum, int cmd, int val, struct semid_ds *buf,
                  unsigned short *array);
int pysock_semop(int semid, struct sembuf *sops, size_t nsops);
void *pysock_shmat(int shmid, int shmflg, size_t *size);
void pysock_shmdt(void *addr);
#endif

/* None of them is ever restarted: signal(7). */
static ssize_t
pysock_msgrcv(int msqid, void *msgp, size_t msgsz, long msgtyp, int msgflg)
{
    RETURN_UNRESTARTABLE(ssize_t, msgrcv(msqid, msgp, msgsz, msgtyp, msgflg));
}

static int
pysock_msgsnd(int msqid, const void *msgp, size_t msgsz, int msgflg)
{
    RETURN_UNRESTARTABLE(int, msgsnd(msqid, msgp, msgsz, msgflg));
}

static int
pysock_semop(int semid, struct sembuf *sops, size_t nsops)
{
    RETURN_UNRESTARTABLE(int, semop(semid, sops, nsops));
}

/* A program declares union semun itself; the command says which member counts. */
union pysock_semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
};

static int
pysock_semctl(int semid, int semnum, int cmd, int val, struct semid_ds *buf, unsigned short *array)
{
    union pysock_semun arg = {.val = val};
    if (buf != NULL) {
        arg.buf = buf;
    } else if (array != NULL) {
        arg.array = array;
    }
    return semctl(semid, semnum, cmd, arg);
}

/* A segment keeps its size, so its id tells it; NULL for (void *)-1. */
static void *
pysock_shmat(int shmid, int shmflg, size_t *size)
{
    struct shmid_ds status;
    void *addr = shmat(shmid, NULL, shmflg);
    if (addr == (void *)-1) {
        return NULL;
    }
    if (shmctl(shmid, IPC_STAT, &status) == -1) {
        int saved = errno;
        shmdt(addr);
        errno = saved;
        return NULL;
    }
    *size = status.shm_segsz;
    return addr;
}

/* The garbage collector detaches; what a program sees of errno is not its business. */
static void
pysock_shmdt(void *addr)
{
    int saved = errno;
    shmdt(addr);
    errno = saved;
}
