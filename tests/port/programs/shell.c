#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <fcntl.h>
#include <sys/types.h>
#include <sys/wait.h>

#define MAXARGS 10
#define MAXCMDS 4

static int split(char *text, const char *marks, char *parts[], int max)
{
	int n = 0;
	char *save = NULL, *p = strtok_r(text, marks, &save);
	while (p && n < max - 1) {
		parts[n++] = p;
		p = strtok_r(NULL, marks, &save);
	}
	parts[n] = NULL;
	return n;
}

static void redirect(char *args[])
{
	int i, j, fd;
	for (i = 0; args[i]; i++) {
		if (strcmp(args[i], ">") && strcmp(args[i], "<"))
			continue;
		fd = args[i][0] == '>' ? open(args[i + 1], O_WRONLY | O_CREAT | O_TRUNC, 0644) : open(args[i + 1], O_RDONLY);
		if (fd < 0) {
			perror(args[i + 1]);
			_exit(1);
		}
		dup2(fd, args[i][0] == '>' ? 1 : 0);
		close(fd);
		for (j = i; args[j + 1] && args[j + 2]; j++)
			args[j] = args[j + 2];
		args[j] = NULL;
		i--;
	}
}

static int run(char *line)
{
	char *cmds[MAXCMDS + 1], *args[MAXARGS + 1];
	int n = split(line, "|", cmds, MAXCMDS + 1), i, in = 0, fds[2], status = 0;
	pid_t pid = 0;

	for (i = 0; i < n; i++) {
		split(cmds[i], " \t\n", args, MAXARGS + 1);
		if (!args[0])
			return 0;
		if (!strcmp(args[0], "exit"))
			exit(args[1] ? atoi(args[1]) : 0);
		if (!strcmp(args[0], "cd")) {
			if (chdir(args[1]) < 0)
				printf("cd: no %s\n", args[1]);
			return 0;
		}
		if (i < n - 1)
			pipe(fds);
		pid = fork();
		if (pid == 0) {
			if (in) { dup2(in, 0); close(in); }
			if (i < n - 1) { dup2(fds[1], 1); close(fds[0]); close(fds[1]); }
			redirect(args);
			execvp(args[0], args);
			fprintf(stderr, "%s: not found\n", args[0]);
			_exit(127);
		}
		if (in)
			close(in);
		if (i < n - 1) {
			close(fds[1]);
			in = fds[0];
		}
	}
	waitpid(pid, &status, 0);
	while (wait(NULL) > 0)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

int main(void)
{
	char line[200];
	int code, number = 0;

	while (fgets(line, sizeof(line), stdin)) {
		if (line[0] == '#' || line[0] == '\n')
			continue;
		fflush(stdout);
		code = run(line);
		printf("[%d] %d\n", ++number, code);
	}
	return 9;
}
