/** A public data set that can be fetched by name. */
export interface CatalogueEntry {
  readonly name: string;
  readonly title: string;
  readonly images: number;
  readonly licence: string;
  /** The page that describes the data set. */
  readonly homepage: string;
  readonly files: readonly CatalogueFile[];
  /** Entries of the one fetched zip that make up the data set; the zip itself is deleted. */
  readonly unpack?: readonly string[];
  /** How reliable the checksums are, and what else is worth knowing. */
  readonly note: string;
}

export interface CatalogueFile {
  /** File name on disk. */
  readonly name: string;
  readonly url: string;
  /** Null if the size is not known. */
  readonly bytes: number | null;
  /** Lower-case hexadecimal; null if no checksum of the publisher's file is known. */
  readonly sha256: string | null;
  /** Checksum of a repacked copy that is known to hold the same pictures. */
  readonly copySha256?: string;
}

const MNIST = 'https://ossci-datasets.s3.amazonaws.com/mnist/';

export const catalogue: readonly CatalogueEntry[] = [
  {
    name: 'mnist',
    title: 'MNIST (LeCun, Cortes and Burges): 60,000 training and 10,000 test images',
    images: 70_000,
    licence: 'CC BY-SA 3.0',
    homepage: 'http://yann.lecun.com/exdb/mnist/',
    files: [
      {
        name: 'train-images-idx3-ubyte.gz',
        url: `${MNIST}train-images-idx3-ubyte.gz`,
        bytes: 9_912_422,
        sha256: '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
      },
      {
        name: 'train-labels-idx1-ubyte.gz',
        url: `${MNIST}train-labels-idx1-ubyte.gz`,
        bytes: 28_881,
        sha256: '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
      },
      {
        name: 't10k-images-idx3-ubyte.gz',
        url: `${MNIST}t10k-images-idx3-ubyte.gz`,
        bytes: 1_648_877,
        sha256: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
      },
      {
        name: 't10k-labels-idx1-ubyte.gz',
        url: `${MNIST}t10k-labels-idx1-ubyte.gz`,
        bytes: 4_542,
        sha256: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
      },
    ],
    note:
      'Sizes and checksums are those that several public projects list; we have not compared them with a download. ' +
      'The licence is the one that distributors state.',
  },
  {
    name: 'emnist',
    title: 'EMNIST digits (Cohen et al. 2017): 240,000 training and 40,000 test images',
    images: 280_000,
    licence: 'not stated by NIST',
    homepage: 'https://www.nist.gov/itl/products-and-services/emnist-dataset',
    files: [
      {
        name: 'gzip.zip',
        url: 'https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip',
        bytes: 561_753_746,
        sha256: 'fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e',
      },
    ],
    unpack: [
      'gzip/emnist-digits-train-images-idx3-ubyte.gz',
      'gzip/emnist-digits-train-labels-idx1-ubyte.gz',
      'gzip/emnist-digits-test-images-idx3-ubyte.gz',
      'gzip/emnist-digits-test-labels-idx1-ubyte.gz',
    ],
    note:
      'Size and checksum are those that TensorFlow Datasets lists; we have not compared them with a download. ' +
      'EMNIST is made from the same NIST forms as MNIST, so the two overlap.',
  },
  {
    name: 'jc-digits',
    title: 'Handwritten digits dataset, not in MNIST (JC-ProgJava): 107,730 images',
    images: 107_730,
    licence: 'CC BY-SA 4.0',
    homepage: 'https://github.com/JC-ProgJava/Handwritten-Digit-Dataset',
    files: [
      {
        name: 'dataset.zip',
        url: 'https://github.com/JC-ProgJava/Handwritten-Digit-Dataset/releases/download/v1.2.0/dataset.zip',
        bytes: null,
        sha256: null,
        copySha256: 'afb0088589d439fe49564f172993ded7ef913bc89e153b40cf032fbe2c6c4bff',
      },
    ],
    note:
      'We know of no checksum for the release: a fetched copy is checked only by the checksums inside the zip. ' +
      'Its pictures are variants of a few drawings, so a random split puts variants of one drawing on both sides.',
  },
];

/** The entry with that name, if there is one. */
export function findInCatalogue(name: string): CatalogueEntry | undefined {
  return catalogue.find((entry) => entry.name === name);
}
