#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ctype.h>
#include <unistd.h>
#include <sys/wait.h>

#define READ_END 0
#define WRITE_END 1

int main(void)
{
    int to_child[2], to_parent[2];
    char message[64];
    int i, n, status;
    pid_t pid;

    if (pipe(to_child) < 0 || pipe(to_parent) < 0) {
        perror("pipe");
        exit(1);
    }
    pid = fork();
    if (pid < 0)
        exit(1);
    if (pid == 0) {
        close(to_child[WRITE_END]);
        close(to_parent[READ_END]);
        while ((n = read(to_child[READ_END], message, sizeof(message))) > 0) {
            for (i = 0; i < n; i++)
                message[i] = toupper(message[i]);
            write(to_parent[WRITE_END], message, n);
        }
        close(to_child[READ_END]);
        close(to_parent[WRITE_END]);
        _exit(7);
    }
    close(to_child[READ_END]);
    close(to_parent[WRITE_END]);
    for (i = 0; i < 3; i++) {
        n = sprintf(message, "message %d", i);
        write(to_child[WRITE_END], message, n);
        n = read(to_parent[READ_END], message, sizeof(message) - 1);
        message[n] = '\0';
        printf("%s\n", message);
    }
    close(to_child[WRITE_END]);
    printf("%d\n", (int)read(to_parent[READ_END], message, 1));
    waitpid(pid, &status, 0);
    if (WIFEXITED(status))
        printf("child %d\n", WEXITSTATUS(status));
    return 0;
}
