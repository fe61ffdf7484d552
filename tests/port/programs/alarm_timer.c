#include <stdio.h>
#include <unistd.h>
#include <signal.h>
#include <setjmp.h>
#include <sys/time.h>
#include <string.h>

int ticks, last;

void timeout(int sig)
{
	if(sig==SIGALRM)
		ticks++;
}
void keycontrol(int sig)
{
	if(sig==SIGINT)
		puts("CTRL+C pressed");
	last=sig;
}

int main(int argc, char *argv[])
{
	int i;
	struct itimerval timer, left;
	struct sigaction act;

	act.sa_handler=timeout;
	sigemptyset(&act.sa_mask);
	act.sa_flags=0;
	sigaction(SIGALRM, &act, 0);
	signal(SIGINT, keycontrol);
	signal(SIGUSR1, keycontrol);

	timer.it_value.tv_sec=0;
	timer.it_value.tv_usec=250000;
	timer.it_interval=timer.it_value;
	setitimer(ITIMER_REAL, &timer, NULL);
	while(ticks<3)
		pause();
	memset(&timer, 0, sizeof(timer));
	setitimer(ITIMER_REAL, &timer, &left);
	printf("%d ticks, every %ld us\n", ticks, (long)left.it_interval.tv_usec);

	kill(getpid(), SIGINT);
	printf("%d\n", last==SIGINT);
	raise(SIGUSR1);
	printf("%d\n", last==SIGUSR1);
	alarm(10);
	printf("%u ", alarm(0));
	printf("%u\n", alarm(0));
	return 0;
}
