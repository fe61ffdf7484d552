#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <signal.h>
#include <sys/wait.h>

void read_childproc(int sig)
{
	int status;
	pid_t id=waitpid(-1, &status, WNOHANG);
	if(WIFEXITED(status))
	{
		printf("Removed proc %d\n", id>0);
		printf("Child send: %d\n", WEXITSTATUS(status));
	}
}

int main(int argc, char *argv[])
{
	pid_t pid;
	struct sigaction act;
	act.sa_handler=read_childproc;
	sigemptyset(&act.sa_mask);
	act.sa_flags=0;
	sigaction(SIGCHLD, &act, 0);

	pid=fork();
	if(pid==0)    /* 자식 프로세스 실행 영역 */
	{
		usleep(500*1000);
		return 12;
	}
	else    /* 부모 프로세스 실행 영역 */
	{
		printf("Child proc %d\n", pid>0);
		pid=fork();
		if(pid==0)
		{
			usleep(1500*1000);
			exit(24);
		}
		else
		{
			int i;
			for(i=0; i<2; i++)
			{
				puts("wait...");
				sleep(5);
			}
		}
	}
	return 0;
}
