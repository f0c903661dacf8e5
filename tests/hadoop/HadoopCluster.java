import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/** HDFS and YARN on one machine. Writes what clients have to know to `conf` in the folder of its argument, puts the
 * folder `dump` there into HDFS, and runs until it is killed. */
public class HadoopCluster {
  public static void main(String[] arguments) throws InterruptedException {
    try {
      start(Path.of(arguments[0]));
    } catch (Throwable error) {
      error.printStackTrace();
      System.exit(1); // other threads would go on
    }
    Thread.sleep(Long.MAX_VALUE);
  }

  private static void start(Path home) throws Exception {
    Configuration dfs = new Configuration();
    dfs.set("hdfs.minidfs.basedir", home.resolve("hdfs").toString());
    MiniDFSCluster files = new MiniDFSCluster.Builder(dfs).numDataNodes(1).build();
    files.waitActive();
    FileSystem system = files.getFileSystem();
    system.copyFromLocalFile(new org.apache.hadoop.fs.Path(home.resolve("dump").toUri()), new org.apache.hadoop.fs.Path("/"));

    YarnConfiguration yarn = new YarnConfiguration(dfs);
    yarn.set("yarn.scheduler.capacity.root.queues", "default");
    yarn.set("yarn.scheduler.capacity.root.default.capacity", "100");
    yarn.set("yarn.scheduler.minimum-allocation-mb", "128");
    yarn.set("yarn.nodemanager.vmem-check-enabled", "false");
    yarn.set("yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "100");
    MiniYARNCluster machines = new MiniYARNCluster(home.resolve("yarn").getFileName().toString(), 1, 1, 1, 1);
    machines.init(yarn);
    machines.start();
    if (!machines.waitForNodeManagersToConnect(60_000)) throw new IOException("no machine of YARN is there");

    Files.createDirectories(home.resolve("conf"));
    write(home.resolve("conf/core-site.xml"), "fs.defaultFS", system.getUri().toString());
    Configuration known = machines.getConfig();
    write(home.resolve("conf/yarn-site.xml"),
        "yarn.resourcemanager.address", known.get("yarn.resourcemanager.address"),
        "yarn.resourcemanager.scheduler.address", known.get("yarn.resourcemanager.scheduler.address"));
    System.out.println("ready at " + system.getUri());
  }

  private static void write(Path file, String... settings) throws IOException {
    Configuration made = new Configuration(false);
    for (int n = 0; n < settings.length; n += 2) made.set(settings[n], settings[n + 1]);
    try (OutputStream out = Files.newOutputStream(file)) {
      made.writeXml(out);
    }
  }
}
