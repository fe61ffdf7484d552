#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/sem.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <dirent.h>
#include <pwd.h>
#include <libgen.h>
#include <errno.h>

union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
};

struct msgbuf_t {
    long mtype;
    char mtext[100];
};

static void change(int semid, int by)
{
    struct sembuf op = {0, by, 0};
    if (semop(semid, &op, 1) == -1)
        perror("semop");
}

int main(int argc, char *argv[])
{
    int shmid, semid, msqid, *number, count = 0;
    char *text;
    union semun arg;
    struct msgbuf_t msg;
    DIR *dir;
    struct dirent *entry;
    struct passwd *pw;
    char path[] = "/usr/lib/libc.so";

    shmid = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
    if (shmid < 0) {
        perror("shmget");
        exit(1);
    }
    text = (char *)shmat(-1, NULL, 0);
    if (text == (char *)-1)
        printf("%d\n", errno == EINVAL);
    text = (char *)shmat(shmid, NULL, 0);
    if (text == (char *)-1) {
        perror("shmat");
        exit(1);
    }
    number = (int *)(text + 100);
    semid = semget(IPC_PRIVATE, 1, 0600);
    arg.val = 0;
    semctl(semid, 0, SETVAL, arg);
    msqid = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    if (fork() == 0) {
        strcpy(text, "hello from the child");
        *number = 4711;
        change(semid, 1);
        msg.mtype = 1;
        strcpy(msg.mtext, "a message");
        msgsnd(msqid, &msg, strlen(msg.mtext) + 1, 0);
        _exit(0);
    }
    change(semid, -1);
    printf("%s %d\n", text, *number);
    if (msgrcv(msqid, &msg, sizeof(msg.mtext), 1, 0) == -1)
        perror("msgrcv");
    printf("%ld %s %d\n", msg.mtype, msg.mtext, semctl(semid, 0, GETVAL, 0));
    wait(NULL);
    shmdt(text);
    shmctl(shmid, IPC_RMID, NULL);
    semctl(semid, 0, IPC_RMID, 0);
    msgctl(msqid, IPC_RMID, NULL);
    if ((dir = opendir("/")) == NULL)
        return 1;
    while ((entry = readdir(dir)) != NULL) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        if (entry->d_type == DT_DIR && !strcmp(entry->d_name, "usr"))
            count++;
    }
    closedir(dir);
    if (opendir("/nowhere") == NULL)
        printf("%d %d\n", count, errno == ENOENT);
    pw = getpwuid(0);
    printf("%s %s %d\n", pw->pw_name, pw->pw_dir, pw->pw_uid);
    printf("%s\n", basename(path));
    printf("%s\n", dirname(path));
    srandom(3);
    printf("%ld\n", random() % 100);
    return 0;
}
